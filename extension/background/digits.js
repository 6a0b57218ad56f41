// Digits as a buyer types or pastes them: in Arabic or Persian writing, full width, with what stands between them.

/** @param {string} text with every digit as 0 to 9, and without the marks that only tell a direction */
export const withPlainDigits = (text) => text.normalize("NFKC").replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 15)).replace(/\p{Cf}/gu, "");

/** @param {string} text @returns {string} its digits alone */
export const digitsIn = (text) => withPlainDigits(text).replace(/\D/g, "");

import js from "@eslint/js";
import globals from "globals";

const rules = {
  ...js.configs.recommended.rules,
  eqeqeq: "error",
  "no-var": "error",
  "prefer-const": "error",
  "no-eval": "error",
  "no-implied-eval": "error",
  "no-new-func": "error",
  "no-console": "error",
  "no-shadow": "off",
  "max-lines": ["error", { max: 400 }],
  "max-len": ["error", { code: 200, ignoreStrings: true, ignoreTemplateLiterals: true }],
  complexity: ["error", 16],
  "no-restricted-properties": [
    "error",
    { property: "innerHTML", message: "Texts come from outside: build elements." },
    { property: "outerHTML", message: "Texts come from outside: build elements." },
    { property: "insertAdjacentHTML", message: "Texts come from outside: build elements." },
  ],
};
const linterOptions = { reportUnusedDisableDirectives: "error" };

export default [
  {
    files: ["**/extension/{page,content}/*.js", "**/extension/popup/first.js"],
    ignores: ["**/tests/**"],
    languageOptions: { sourceType: "script", globals: { ...globals.browser, chrome: "readonly", orderwarden: "readonly" } },
    linterOptions,
    rules,
  },
  {
    files: ["**/extension/{background,popup,options}/*.js"],
    ignores: ["**/tests/**", "**/popup/first.js"],
    languageOptions: { sourceType: "module", globals: { ...globals.browser, chrome: "readonly", orderwarden: "readonly", begun: "readonly" } },
    linterOptions,
    rules,
  },
  { files: ["**/tests/extension/**/*.js"], languageOptions: { globals: globals.node }, linterOptions, rules },
];

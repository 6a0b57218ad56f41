// The shop's own pages, by their address.
export const SHOP = /^https:\/\/(?:[\w-]+\.)*aliexpress\.(?:com|us)\//;

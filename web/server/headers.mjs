// Security headers of every answer. The policy names each place the app talks to; see web/README.md.

/**
 * @param {string} apiUrl
 * @param {string} nonce of this answer; Mantine puts it on the style elements it makes
 */
export function contentSecurityPolicy(apiUrl, nonce) {
  const api = new URL(apiUrl).origin; // its websockets have a scheme of their own
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self' blob: data: ${api}`,
    `connect-src 'self' ${api} ${api.replace(/^http/, "ws")}`,
    "font-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** @type {Record<string, string>} */
export const SECURITY_HEADERS = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Permissions-Policy": "geolocation=(), microphone=(), payment=(), usb=()",
};

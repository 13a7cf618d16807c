// The key that answers of the vendor are verified against: Ed25519, SPKI in DER, base64.
// Nobody has the private half of this one: it was thrown away when the pair was made, so that every answer is refused. The
// vendor puts its own here before a release (docs/operate.md, "Updates"); that of a simulated vendor comes by LICENSE_PUBLIC_KEY.
export const VENDOR_KEY = 'MCowBQYDK2VwAyEAnXRVaFJ1K0+basziWMcmTtJR2X+aT5ZjaNGRUi2/QJw=';

/** Names that a source has for a person. Strong ones are never reused; weak ones link only while they are unique. */
export const ALIAS_KINDS = {
  object_guid: 'strong',
  entra_id: 'strong',
  security_identifier: 'strong',
  user_principal_name: 'weak',
  mail: 'weak',
  /** `DOMAIN\user`, with the directory's NetBIOS name of the domain. */
  domain_account: 'weak',
} as const;
export type AliasKind = keyof typeof ALIAS_KINDS;

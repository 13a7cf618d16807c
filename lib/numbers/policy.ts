// What is stored of phone numbers; `phoneNumbers` of a source says which.
export const PHONE_POLICIES = ['off', 'masked', 'full'] as const;
export type PhonePolicy = (typeof PHONE_POLICIES)[number];

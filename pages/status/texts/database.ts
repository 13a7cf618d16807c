// Texts of the database.
const en = {
  columns: { name: 'What', value: 'Is', advice: 'Advice' },
};

const de: typeof en = {
  columns: { name: 'Was', value: 'Ist', advice: 'Rat' },
};

export const texts = { en, de };

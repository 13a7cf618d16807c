// Texts of the database.
const en = {
  columns: { name: 'What', value: 'Is', advice: 'Advice' },
};

const de: typeof en = {
  columns: { name: 'Angabe', value: 'Wert', advice: 'Empfehlung' },
};

export const texts = { en, de };

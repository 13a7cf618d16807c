export * from 'libphonenumber-js/min';

// `npm run test:all`: both tiers, in one run.
import firstTier from './jest.config.js';

export default { ...firstTier, testMatch: ['<rootDir>/test/**/*.test.ts'] };

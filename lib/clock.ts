// What time it is: passed in, so that logic never asks the process.
export interface Clock {
  now(): Date;
}

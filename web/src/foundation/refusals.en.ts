/** Empty: what the database says is English, and for people. */
const refusals: Record<string, string> = {};

export default refusals;

import account from "./account/domain";
import type { Domain } from "./foundation/domain";
import people from "./people/domain";
import privacy from "./privacy/domain";
import progress from "./progress/domain";

/** Every domain, in the order of the navigation and of the sections of a client's page. */
export const domains: readonly Domain[] = [account, people, progress, privacy];

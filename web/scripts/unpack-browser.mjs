// Unpacks the Chromium of the tests, with the libraries it needs, into the folder given. Run by `make setup`.

import { mkdirSync } from "node:fs";
import path from "node:path";

const folder = process.argv[2];
if (!folder) throw new Error("Which folder?");
mkdirSync(folder, { recursive: true });
// The package unpacks into the temporary folder, and its libraries only where it believes to be on Lambda.
process.env.TMPDIR = path.resolve(folder);
process.env.AWS_EXECUTION_ENV = "AWS_Lambda_nodejs22.x";
const { default: chromium } = await import("@sparticuz/chromium");
await chromium.executablePath();

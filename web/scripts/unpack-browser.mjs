// Unpacks the Chromium of the tests, with the libraries it needs, into the folder given, and deletes the packed one.
// Run by `make setup`.

import { existsSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const packed = fileURLToPath(new URL("../node_modules/@sparticuz/chromium/bin", import.meta.url));
const folder = process.argv[2];
if (!folder) throw new Error("Which folder?");
if (!existsSync(packed))
  throw new Error("It has been unpacked already. To unpack it again, delete web/node_modules.");
mkdirSync(folder, { recursive: true });
// The package unpacks into the temporary folder, and its libraries only where it believes that it runs on Lambda.
process.env.TMPDIR = path.resolve(folder);
process.env.AWS_EXECUTION_ENV = "AWS_Lambda_nodejs22.x";
const { default: chromium } = await import("@sparticuz/chromium");
await chromium.executablePath();
rmSync(packed, { recursive: true });

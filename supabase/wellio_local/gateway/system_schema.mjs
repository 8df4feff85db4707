// Prints the SQL of the `auth` and `storage` schemas that the pinned Lite works with.

import { getAuthSchemaSql, getStorageSchemaSql } from "@supabase/lite";

process.stdout.write(`${getAuthSchemaSql(false)}\n${getStorageSchemaSql(false)}\n`);

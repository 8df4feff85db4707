/**
 * Stands in for @supabase/functions-js and iceberg-js in the build (see vite.config.ts): browsers call no cloud functions and
 * read no tables of analytics, so 5 kB of every first load would be wasted. To use either, remove its alias.
 */
class NotInThisBuild {
  constructor() {
    throw new Error("This part of supabase-js is not in the build");
  }
}

export {
  NotInThisBuild as FunctionsClient,
  NotInThisBuild as FunctionsError,
  NotInThisBuild as FunctionsFetchError,
  NotInThisBuild as FunctionsHttpError,
  NotInThisBuild as FunctionsRelayError,
  NotInThisBuild as IcebergRestCatalog,
};

export const FunctionRegion = {};

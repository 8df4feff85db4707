// `notify pgrst, 'reload schema'` makes PostgREST look at the catalog again. Lite never looks again by itself.

export async function reloadSchemaOnNotify(connection) {
  await connection.driver.listen("pgrst", (payload) => {
    if (payload === "" || payload === "reload schema") {
      connection.clearSchemaCache().catch((error) => console.error("schema cache:", error));
    }
  });
}

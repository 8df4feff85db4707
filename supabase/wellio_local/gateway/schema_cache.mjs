// `notify pgrst, 'reload schema'` makes PostgREST read the catalog again. Lite never reads it again by itself.

export async function reloadSchemaOnNotify(connection) {
  await connection.driver.listen("pgrst", (payload) => {
    if (payload === "" || payload === "reload schema") {
      connection.clearSchemaCache().catch((error) => console.error("schema cache:", error));
    }
  });
}

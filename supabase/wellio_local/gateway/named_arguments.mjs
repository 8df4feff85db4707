// Lite does not quote the names of RPC arguments, `fn(from := $1)`, which fails for SQL keywords. PostgREST quotes
// them. Values are parameters, so this text holds nothing that a user wrote.

const NAMED_ARGUMENT = /(?<=[(,]\s*(?:VARIADIC\s+)?)([A-Za-z_]\w*)(?=\s*:=)/g;

/** Quote the argument names in every statement of a reserved connection. */
export function quoteNamedArguments(connection) {
  const reserve = connection.driver.reserve.bind(connection.driver);
  connection.driver.reserve = async () => {
    const reserved = await reserve();
    const unsafe = reserved.unsafe.bind(reserved);
    reserved.unsafe = (text, ...rest) => unsafe(text.replace(NAMED_ARGUMENT, '"$1"'), ...rest);
    return reserved;
  };
}

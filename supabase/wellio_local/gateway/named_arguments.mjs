// Lite writes the names of RPC arguments as they come, `fn(from := $1)`, which fails for names that are SQL
// keywords. PostgREST quotes them. Values are parameters, so nothing of a user's is in this text.

const NAMED_ARGUMENT = /(?<=[(,]\s*(?:VARIADIC\s+)?)([A-Za-z_]\w*)(?=\s*:=)/g;

/** Quote the argument names in every statement that goes over a reserved connection. */
export function quoteNamedArguments(connection) {
  const reserve = connection.driver.reserve.bind(connection.driver);
  connection.driver.reserve = async () => {
    const reserved = await reserve();
    const unsafe = reserved.unsafe.bind(reserved);
    reserved.unsafe = (text, ...rest) => unsafe(text.replace(NAMED_ARGUMENT, '"$1"'), ...rest);
    return reserved;
  };
}

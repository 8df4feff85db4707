import { Container } from "@mantine/core";
import type { ReactNode } from "react";
import { Navigate, Outlet, useLocation } from "react-router";
import { useDomains } from "../foundation/domain";
import { NotFoundPage } from "../foundation/NotFoundPage";
import { LoadError } from "../foundation/Panel";
import { Waiting } from "../foundation/Waiting";
import type { Role } from "./api";
import { useMe } from "./queries";
import { useSession } from "./session";

export function RequireSession() {
  const { userId } = useSession();
  const location = useLocation();
  if (userId === undefined) return <Waiting />;
  if (userId === null)
    return <Navigate to="/sign-in" replace state={{ from: location.pathname + location.search }} />;
  return <Outlet />;
}

/**
 * Lets in who signed up as `role`; a client also has to have joined a coach. A courtesy only: what anybody may read is
 * decided in the database.
 */
export function RequireRole({ role }: { role: Role }) {
  return (
    <WithMe>
      {(me) => {
        if (me.role !== role) return <NotFoundPage />;
        return role === "client" && !me.client ? <Navigate to="/join" replace /> : <Outlet />;
      }}
    </WithMe>
  );
}

/** The start page of whoever is signed in: the first in the navigation of their role. */
export function Home() {
  const links = useDomains().flatMap((domain) => domain.navigation ?? []);
  return (
    <WithMe>
      {(me) => {
        const first = links.find(({ role }) => role === me.role);
        return first ? <Navigate to={first.to} replace /> : <NotFoundPage />;
      }}
    </WithMe>
  );
}

function WithMe({
  children,
}: {
  children: (me: NonNullable<ReturnType<typeof useMe>["data"]>) => ReactNode;
}) {
  const me = useMe();
  if (me.data) return children(me.data);
  if (!me.error) return <Waiting />;
  return (
    <Container size="xs" py="xl">
      <LoadError error={me.error} retry={() => me.refetch()} retrying={me.isFetching} />
    </Container>
  );
}

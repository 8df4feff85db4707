import { lazy } from "react";
import { Route as Address, Routes } from "react-router";
import { Home, RequireRole, RequireSession } from "../account/guards";
import { domains } from "../domains";
import { loadPiece, type Route } from "../foundation/domain";
import { NotFoundPage } from "../foundation/NotFoundPage";
import { Layout } from "./Layout";

/** Every address of the app. */
export function AppRoutes() {
  return (
    <Routes>
      <Address element={<Layout />}>
        {addressesFor("everybody")}
        <Address element={<RequireSession />}>
          <Address index element={<Home />} />
          {addressesFor("account")}
          <Address element={<RequireRole role="client" />}>{addressesFor("client")}</Address>
          <Address element={<RequireRole role="coach" />}>{addressesFor("coach")}</Address>
        </Address>
        <Address path="*" element={<NotFoundPage />} />
      </Address>
    </Routes>
  );
}

/** Screens are loaded when they are first opened. */
const SCREENS = domains.flatMap((domain) =>
  (domain.routes ?? []).map((route) => ({
    ...route,
    Screen: lazy(() => loadPiece(domain, route, domains)),
  })),
);

function addressesFor(access: Route["access"]) {
  return SCREENS.filter((route) => route.access === access).map(({ path, Screen }) => (
    <Address key={path} path={path} element={<Screen />} />
  ));
}

import { lazy } from "react";
import { Route, Routes } from "react-router";
import { Home, RequireRole, RequireSession } from "../account/guards";
import { NotFoundPage } from "../foundation/NotFoundPage";
import { Layout } from "./Layout";

const SignInPage = lazy(() => import("../account/SignInPage"));
const SignUpPage = lazy(() => import("../account/SignUpPage"));
const InvitePage = lazy(() => import("../people/invites/InvitePage"));
const JoinPage = lazy(() => import("../people/invites/JoinPage"));
const DataPage = lazy(() => import("../privacy/DataPage"));
const ClientsPage = lazy(() => import("../people/list/ClientsPage"));
const ClientPage = lazy(() => import("../people/page/ClientPage"));
const MyProgressPage = lazy(() => import("../progress/client/MyProgressPage"));

/** Every address of the app. Screens are loaded when they are first opened. */
export function AppRoutes() {
  return (
    <Routes>
      <Route element={<Layout />}>
        <Route path="/sign-in" element={<SignInPage />} />
        <Route path="/sign-up" element={<SignUpPage />} />
        <Route path="/invite/:code" element={<InvitePage />} />
        <Route element={<RequireSession />}>
          <Route index element={<Home />} />
          <Route path="/join" element={<JoinPage />} />
          <Route path="/data" element={<DataPage />} />
          <Route element={<RequireRole role="client" />}>
            <Route path="/progress" element={<MyProgressPage />} />
          </Route>
          <Route element={<RequireRole role="coach" />}>
            <Route path="/clients" element={<ClientsPage />} />
            <Route path="/clients/:clientId/:section?" element={<ClientPage />} />
          </Route>
        </Route>
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  );
}

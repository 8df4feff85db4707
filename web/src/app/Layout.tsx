import { Container, Group, Text, UnstyledButton } from "@mantine/core";
import { Suspense, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link, Outlet, useLocation } from "react-router";
import { AccountButton } from "../account/AccountButton";
import { ErrorBoundary } from "../foundation/ErrorBoundary";
import { Waiting } from "../foundation/Waiting";
import { HeaderPieces } from "./HeaderPieces";
import classes from "./Layout.module.css";
import { MainNavigation } from "./MainNavigation";
import { Notices } from "./Notices";

export function Layout() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  useFocusAfterMove(pathname);
  return (
    <>
      <a href="#content" className={classes.skip}>
        {t("app:skipToContent")}
      </a>
      <header className={classes.header}>
        <Container size="lg" h="100%">
          <Group h="100%" justify="space-between" wrap="nowrap" gap="xs">
            <Group gap="lg" wrap="nowrap" miw={0}>
              {/* The navigation leads there too: one stop fewer for the Tab key. */}
              <UnstyledButton
                component={Link}
                to="/"
                tabIndex={-1}
                className={classes.brand}
                aria-label={t("app:name")}
              >
                <img src="/favicon.svg" alt="" width={28} height={28} />
                <Text fw={700} visibleFrom="xs">
                  {t("app:name")}
                </Text>
              </UnstyledButton>
              <MainNavigation />
            </Group>
            <Group gap={0} wrap="nowrap">
              <HeaderPieces />
              <AccountButton />
            </Group>
          </Group>
        </Container>
      </header>
      <main id="content" tabIndex={-1} className={classes.main}>
        <Container size="lg" py="md">
          <ErrorBoundary resetKey={pathname}>
            <Notices />
            <Suspense fallback={<Waiting />}>
              <Outlet />
            </Suspense>
          </ErrorBoundary>
        </Container>
      </main>
    </>
  );
}

/** A link that opened another screen is gone from it, and the focus with it. It goes on in the content. */
function useFocusAfterMove(pathname: string): void {
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    if (document.activeElement === document.body) {
      document.getElementById("content")?.focus({ preventScroll: true });
    }
  }, [pathname]);
}

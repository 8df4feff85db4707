-- people: what a coach has dealt with, so that the inbox does not show it again.

create table public.settled_alerts (
  coach_id   uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  client_id  uuid not null references public.clients (id) on delete cascade,
  cause      text not null check (length(cause) between 1 and 200),
  settled_at timestamptz not null default now(),

  primary key (coach_id, client_id, cause)
);

comment on table public.settled_alerts is
  'Alerts about clients that a coach has dealt with. An alert is worked out from the data; only that it is settled is kept.';
comment on column public.settled_alerts.cause is 'What the alert was about, e.g. silent 2026-11-26. Another cause is another alert.';

create index settled_alerts_client_id_idx on public.settled_alerts (client_id);

alter table public.settled_alerts enable row level security;
grant select, insert (client_id, cause), delete on public.settled_alerts to authenticated;
grant select on public.settled_alerts to service_role;

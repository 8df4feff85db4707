-- billing: the coach's own tier, and what was heard of payment providers.

create table public.tiers (
  tier             public.subscription_tier primary key,
  amount           bigint not null check (amount >= 0),
  currency         text not null references public.currencies (code),
  billing_interval public.billing_interval not null,
  clients          integer,
  ai_calls_a_day   integer,
  team_seats       integer,
  automations      integer
);

comment on table public.tiers is 'What the tiers cost and allow. A limit that is null is no limit. A migration adds missing rows and never changes existing ones.';
comment on column public.tiers.clients is 'Clients who are not archived.';
comment on column public.tiers.ai_calls_a_day is 'Calls to a model for all clients of the coach together.';
comment on column public.tiers.team_seats is 'Members and open invites of the team that the coach owns.';
comment on column public.tiers.automations is 'Automated messages that are on.';

create index tiers_currency_idx on public.tiers (currency);

alter table public.tiers enable row level security;
grant select on public.tiers to authenticated, service_role;


create table private.tier_counts (
  name   text primary key,
  counts text not null
);

comment on table private.tier_counts is 'What later domains count for the limits of tiers: the function of private that does, given the id of the coach.';

alter table private.tier_counts enable row level security;


create table public.subscriptions (
  account_id           uuid primary key references public.profiles (id) on delete cascade,
  tier                 public.subscription_tier not null check (tier <> 'free'),
  status               public.subscription_status not null,
  method               public.payment_method not null,
  provider_id          text unique,
  current_period_end   timestamptz not null,
  cancel_at_period_end boolean not null default false,
  requested            text,
  created_at           timestamptz not null default now()
);

comment on table public.subscriptions is 'The tier that a coach pays us for. Without a row, or once it is cancelled, the coach has the trial or the free tier.';
comment on column public.subscriptions.requested is 'As in client_subscriptions.';

alter table public.subscriptions enable row level security;
grant select (account_id, tier, status, method, current_period_end, cancel_at_period_end, requested, created_at) on public.subscriptions to authenticated;
grant select on public.subscriptions to service_role;


create table private.payment_events (
  provider    text not null,
  event_id    text not null check (length(event_id) between 1 and 200),
  type        text not null,
  object_id   text not null,
  received_at timestamptz not null default now(),

  primary key (provider, event_id)
);

comment on table private.payment_events is 'The events of providers that were applied. A row and its effect are one transaction, so that each event has its effect once.';

create index payment_events_received_at_idx on private.payment_events (received_at);

alter table private.payment_events enable row level security;


create table private.provider_objects (
  object_id text primary key,
  revision  integer not null default 0
);

comment on table private.provider_objects is 'How often what a provider says of a subscription was stored. Whoever asks the provider reads it before, and stores only if it is still the same: an old answer never follows a newer one.';

alter table private.provider_objects enable row level security;


create table private.provider_customers (
  account_id  uuid primary key references public.profiles (id) on delete cascade,
  customer_id text not null unique
);

comment on table private.provider_customers is 'How Stripe calls an account that has paid.';

alter table private.provider_customers enable row level security;


create table private.billing_moves (
  machine text not null,
  "from"  text not null,
  "to"    text not null,

  primary key (machine, "from", "to")
);

comment on table private.billing_moves is 'Which state may follow which, for each table of billing that has states.';

alter table private.billing_moves enable row level security;

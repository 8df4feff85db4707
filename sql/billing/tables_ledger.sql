-- billing: subscriptions of clients, invoices, payments, refunds; what they grant.

create type public.payment_status as enum ('pending', 'completed', 'failed', 'refunded', 'partially_refunded');
create type public.payment_method as enum ('stripe', 'cash', 'transfer', 'telegram_stars');
create type public.refund_status as enum ('pending', 'completed', 'failed');
create type public.invoice_status as enum ('draft', 'open', 'paid', 'void', 'uncollectible');
create type public.invoice_kind as enum ('invoice', 'credit_note');
create type public.subscription_status as enum ('trialing', 'active', 'past_due', 'paused', 'cancelled');
create type public.subscription_tier as enum ('free', 'pro', 'business');
create type public.credit_kind as enum ('granted', 'spent', 'returned', 'expired', 'revoked');


create table public.client_subscriptions (
  id                   uuid primary key default gen_random_uuid(),
  client_id            uuid not null references public.clients (id) on delete cascade,
  coach_id             uuid not null references public.profiles (id) on delete cascade,
  package_id           uuid not null references public.packages (id) on delete cascade,
  status               public.subscription_status not null,
  amount               bigint not null check (amount >= 0),
  currency             text not null references public.currencies (code),
  billing_interval     public.billing_interval not null,
  interval_count       smallint not null,
  grants               jsonb not null default '{}',
  method               public.payment_method not null,
  provider_id          text unique,
  current_period_start timestamptz not null,
  current_period_end   timestamptz not null,
  cancel_at_period_end boolean not null default false,
  requested            text,
  started_at           timestamptz not null default now(),
  ended_at             timestamptz,
  created_at           timestamptz not null default now(),

  constraint client_subscriptions_end_after_start check (current_period_end >= current_period_start),
  constraint client_subscriptions_cancelled_at check ((status = 'cancelled') = (ended_at is not null))
);

comment on table public.client_subscriptions is 'Packages that a client pays for again and again. Of those at a provider this is a copy of what the provider says.';
comment on column public.client_subscriptions.grants is 'What each payment grants: sessions, sessions_valid_days.';
comment on column public.client_subscriptions.provider_id is 'The subscription at the provider; null for one that is paid in cash or by transfer.';
comment on column public.client_subscriptions.requested is 'What was asked of the provider and is not confirmed yet; null: nothing.';

create unique index client_subscriptions_one_at_a_time on public.client_subscriptions (client_id, package_id) where (status <> 'cancelled');
create index client_subscriptions_client_id_idx on public.client_subscriptions (client_id);
create index client_subscriptions_coach_id_idx on public.client_subscriptions (coach_id);
create index client_subscriptions_package_id_idx on public.client_subscriptions (package_id);
create index client_subscriptions_currency_idx on public.client_subscriptions (currency);
create index client_subscriptions_due_idx on public.client_subscriptions (current_period_end) where (status <> 'cancelled');

alter table public.client_subscriptions enable row level security;
grant select (id, client_id, coach_id, package_id, status, amount, currency, billing_interval, interval_count, method, current_period_start, current_period_end, cancel_at_period_end, requested, started_at, ended_at, created_at) on public.client_subscriptions to authenticated;
grant select on public.client_subscriptions to service_role;


create table public.invoices (
  id              uuid primary key,
  client_id       uuid not null references public.clients (id) on delete cascade,
  coach_id        uuid not null references public.profiles (id) on delete cascade,
  kind            public.invoice_kind not null default 'invoice',
  corrects        uuid references public.invoices (id) on delete cascade,
  subscription_id uuid references public.client_subscriptions (id) on delete cascade,
  period_start    timestamptz,
  year            smallint,
  number          integer,
  label           text generated always as (year || '-' || lpad(number::text, greatest(4, length(number::text)), '0')) stored,
  status          public.invoice_status not null default 'draft',
  currency        text not null references public.currencies (code),
  total           bigint not null default 0 check (total >= 0),
  tax             bigint not null default 0 check (tax between 0 and total),
  seller          jsonb,
  buyer           jsonb,
  locale          public.locale not null,
  note            text not null default '' check (length(note) <= 1000),
  issued_at       timestamptz,
  due_on          date,
  paid_at         timestamptz,
  pdf_path        text,
  pdf_sha256      text check (pdf_sha256 ~ '^[0-9a-f]{64}$'),
  created_at      timestamptz not null default now(),

  constraint invoices_number_key unique (coach_id, year, number),
  constraint invoices_period_key unique (subscription_id, period_start),
  constraint invoices_final_are_whole check ((status = 'draft') = (num_nulls(year, number, seller, buyer, issued_at, due_on) > 0)),
  constraint invoices_correct_something check ((kind = 'credit_note') = (corrects is not null)),
  constraint invoices_files_have_a_hash check ((pdf_path is null) = (pdf_sha256 is null))
);

comment on table public.invoices is 'Invoices and credit notes. From the moment that it has a number, nothing of what it says changes: a credit note corrects it.';
comment on column public.invoices.id is 'Chosen by the sender; a retry with the same one is the same invoice.';
comment on column public.invoices.corrects is 'The invoice that a credit note is about.';
comment on column public.invoices.period_start is 'The period of the subscription that it is for, one invoice each.';
comment on column public.invoices.number is 'Its place among those of the coach and the year: 1, 2, 3 ... without holes. Null for a draft.';
comment on column public.invoices.total is 'In minor units, tax included.';
comment on column public.invoices.tax is 'How much of the total is tax.';
comment on column public.invoices.seller is 'Name, address and tax_id as they were.';
comment on column public.invoices.buyer is 'Name and e-mail as they were.';
comment on column public.invoices.due_on is 'The last day on which it is not overdue.';
comment on column public.invoices.pdf_path is 'In the bucket invoices: <client_id>/<invoice_id>.pdf. Null until the file is made, once.';

create index invoices_client_id_idx on public.invoices (client_id, issued_at desc);
create index invoices_corrects_idx on public.invoices (corrects);
create index invoices_currency_idx on public.invoices (currency);
create index invoices_issued_at_idx on public.invoices (coach_id, issued_at);
create index invoices_open_idx on public.invoices (due_on) where (status = 'open');

alter table public.invoices enable row level security;
grant select on public.invoices to authenticated, service_role;


create table public.invoice_items (
  invoice_id  uuid not null references public.invoices (id) on delete cascade,
  position    smallint not null check (position > 0),
  client_id   uuid not null references public.clients (id) on delete cascade,
  package_id  uuid references public.packages (id) on delete set null,
  description text not null check (length(description) between 1 and 300),
  quantity    smallint not null check (quantity between 1 and 1000),
  unit_amount bigint not null check (unit_amount between 0 and 99999999),
  amount      bigint not null generated always as (quantity * unit_amount) stored,
  tax_percent numeric(5, 2) not null,
  tax         bigint not null generated always as (round(quantity * unit_amount * tax_percent / (100 + tax_percent))) stored,
  grants      jsonb not null default '{}',

  primary key (invoice_id, position)
);

comment on table public.invoice_items is 'The lines of invoices, with price and tax as they were.';
comment on column public.invoice_items.grants is 'What it grants once the invoice is paid: sessions, sessions_valid_days, access_days, template_id, and of a subscription billing_interval and interval_count.';

create index invoice_items_client_id_idx on public.invoice_items (client_id);
create index invoice_items_package_id_idx on public.invoice_items (package_id);

alter table public.invoice_items enable row level security;
grant select on public.invoice_items to authenticated, service_role;


create table public.payments (
  id                  uuid primary key,
  client_id           uuid references public.clients (id) on delete cascade,
  coach_id            uuid references public.profiles (id) on delete cascade,
  payer_id            uuid references public.profiles (id) on delete cascade,
  package_id          uuid references public.packages (id) on delete cascade,
  invoice_id          uuid references public.invoices (id) on delete cascade,
  subscription_id     uuid references public.client_subscriptions (id) on delete cascade,
  discount_code_id    uuid references public.discount_codes (id) on delete set null,
  tier                public.subscription_tier,
  description         text not null check (length(description) between 1 and 300),
  amount              bigint not null check (amount >= 0),
  refunded            bigint not null default 0 check (refunded between 0 and amount),
  currency            text not null references public.currencies (code),
  method              public.payment_method not null,
  status              public.payment_status not null default 'pending',
  failure             text,
  note                text not null default '' check (length(note) <= 1000),
  grants              jsonb not null default '{}',
  checkout_id         text unique,
  checkout_url        text,
  intent_id           text unique,
  provider_invoice_id text unique,
  paid_at             timestamptz,
  created_at          timestamptz not null default now(),

  constraint payments_are_for_somebody check (case when tier is null then num_nonnulls(client_id, coach_id) = 2 else payer_id is not null and client_id is null end),
  constraint payments_completed_at check ((status in ('pending', 'failed')) = (paid_at is null))
);

comment on table public.payments is 'Money that was asked for, received and given back. A row is there before anybody is asked to pay.';
comment on column public.payments.id is 'Chosen by the sender; a retry with the same one is the same payment.';
comment on column public.payments.coach_id is 'Who is paid; null: we are, for the tier of a coach.';
comment on column public.payments.payer_id is 'The account that pays, if one does.';
comment on column public.payments.invoice_id is 'What it settles. A package that is bought online has its invoice once it is paid.';
comment on column public.payments.tier is 'The tier of a coach that it is for; null: a client pays a coach.';
comment on column public.payments.refunded is 'The sum of its completed refunds.';
comment on column public.payments.failure is 'A stable code that says why it failed.';
comment on column public.payments.grants is 'As in invoice_items, as promised when it was asked for.';
comment on column public.payments.checkout_id is 'The page of the provider on which it is paid.';
comment on column public.payments.intent_id is 'How the provider calls the money.';
comment on column public.payments.provider_invoice_id is 'The invoice of the provider''s subscription, one for each period.';

create unique index payments_one_pending on public.payments (client_id, package_id) where (status = 'pending' and package_id is not null and subscription_id is null and method = 'stripe');
create unique index payments_one_pending_invoice on public.payments (invoice_id) where (status = 'pending' and method = 'stripe');
create unique index payments_one_pending_tier on public.payments (payer_id) where (status = 'pending' and tier is not null);
create index payments_client_id_paid_at_idx on public.payments (client_id, paid_at desc);
create index payments_coach_id_paid_at_idx on public.payments (coach_id, paid_at) include (amount, currency);
create index payments_status_idx on public.payments (created_at) where (status = 'pending');
create index payments_payer_id_idx on public.payments (payer_id);
create index payments_package_id_idx on public.payments (package_id);
create index payments_invoice_id_idx on public.payments (invoice_id);
create index payments_subscription_id_idx on public.payments (subscription_id);
create index payments_discount_code_id_idx on public.payments (discount_code_id);
create index payments_currency_idx on public.payments (currency);

alter table public.payments enable row level security;
grant select (id, client_id, coach_id, payer_id, package_id, invoice_id, subscription_id, tier, description, amount, refunded, currency, method, status, failure, note, paid_at, created_at) on public.payments to authenticated;
grant select on public.payments to service_role;


create table public.refunds (
  id           uuid primary key,
  payment_id   uuid not null references public.payments (id) on delete cascade,
  client_id    uuid references public.clients (id) on delete cascade,
  coach_id     uuid references public.profiles (id) on delete cascade,
  amount       bigint not null check (amount > 0),
  currency     text not null references public.currencies (code),
  reason       text not null default '' check (length(reason) <= 500),
  status       public.refund_status not null default 'pending',
  failure      text,
  provider_id  text unique,
  created_at   timestamptz not null default now(),
  completed_at timestamptz,

  constraint refunds_completed_at check ((status = 'completed') = (completed_at is not null))
);

comment on table public.refunds is 'Money that is given back. The row is there before the provider is asked, so that nothing is given back twice.';
comment on column public.refunds.id is 'Chosen by the sender; a retry with the same one is the same refund.';

create index refunds_payment_id_idx on public.refunds (payment_id);
create index refunds_client_id_idx on public.refunds (client_id);
create index refunds_coach_id_idx on public.refunds (coach_id, completed_at);
create index refunds_currency_idx on public.refunds (currency);

alter table public.refunds enable row level security;
grant select (id, payment_id, client_id, coach_id, amount, currency, reason, status, failure, created_at, completed_at) on public.refunds to authenticated;
grant select on public.refunds to service_role;


create table public.erased_invoices (
  coach_id     uuid not null references public.profiles (id) on delete cascade,
  year         smallint not null,
  number       integer not null,
  kind         public.invoice_kind not null,
  currency     text not null references public.currencies (code),
  total        bigint not null,
  tax          bigint not null,
  received     bigint not null,
  refunded     bigint not null,
  issued_at    timestamptz not null,
  provider_ids text[] not null,

  primary key (coach_id, year, number)
);

comment on table public.erased_invoices is 'The sums of invoices whose client was erased, so that numbers have no holes and the books still add up. Nothing in it says who the client was.';
comment on column public.erased_invoices.provider_ids is 'How the provider calls the money, for reconcile.';

create index erased_invoices_currency_idx on public.erased_invoices (currency);

alter table public.erased_invoices enable row level security;
grant select (coach_id, year, number, kind, currency, total, tax, received, refunded, issued_at) on public.erased_invoices to authenticated;
grant select on public.erased_invoices to service_role;


create table public.credit_lots (
  id         uuid primary key default gen_random_uuid(),
  client_id  uuid not null references public.clients (id) on delete cascade,
  coach_id   uuid not null references public.profiles (id) on delete cascade,
  invoice_id uuid references public.invoices (id) on delete cascade,
  position   smallint,
  request_id uuid unique,
  granted    smallint not null check (granted between 1 and 10000),
  expires_at timestamptz,
  note       text not null default '' check (length(note) <= 500),
  created_at timestamptz not null default now(),

  constraint credit_lots_granted_once unique (invoice_id, position)
);

comment on table public.credit_lots is 'Credits that were granted together and expire together. What is left of one is the sum of its entries in credits.';
comment on column public.credit_lots.invoice_id is 'The invoice that paid for them, and the position on it; null: given by the coach.';
comment on column public.credit_lots.request_id is 'Of those that the coach gives: a retry with the same one gives nothing again.';

create index credit_lots_client_id_idx on public.credit_lots (client_id, coach_id, expires_at);
create index credit_lots_coach_id_idx on public.credit_lots (coach_id);
create index credit_lots_expires_at_idx on public.credit_lots (expires_at);

alter table public.credit_lots enable row level security;
grant select (id, client_id, coach_id, invoice_id, granted, expires_at, note, created_at) on public.credit_lots to authenticated;
grant select on public.credit_lots to service_role;


create table public.credits (
  id         bigint primary key generated always as identity,
  lot_id     uuid not null references public.credit_lots (id) on delete cascade,
  client_id  uuid not null references public.clients (id) on delete cascade,
  coach_id   uuid not null references public.profiles (id) on delete cascade,
  kind       public.credit_kind not null,
  delta      smallint not null,
  cause      text not null check (length(cause) between 1 and 200),
  note       text not null default '' check (length(note) <= 500),
  created_at timestamptz not null default now(),

  constraint credits_once_a_cause unique (lot_id, kind, cause),
  constraint credits_have_a_direction check (case when kind in ('granted', 'returned') then delta > 0 else delta < 0 end)
);

comment on table public.credits is 'The ledger of credits. Rows are only added; a balance is the sum of delta.';
comment on column public.credits.cause is 'What spent or gave them. The same cause counts once for each lot.';

create index credits_client_id_idx on public.credits (client_id, id desc);
create index credits_coach_id_idx on public.credits (coach_id);

alter table public.credits enable row level security;
grant select on public.credits to authenticated, service_role;


create table public.access_grants (
  id              uuid primary key default gen_random_uuid(),
  client_id       uuid not null references public.clients (id) on delete cascade,
  coach_id        uuid not null references public.profiles (id) on delete cascade,
  package_id      uuid references public.packages (id) on delete set null,
  invoice_id      uuid references public.invoices (id) on delete cascade,
  position        smallint,
  subscription_id uuid unique references public.client_subscriptions (id) on delete cascade,
  starts_at       timestamptz not null default now(),
  ends_at         timestamptz not null,
  suspended_at    timestamptz,
  created_at      timestamptz not null default now(),

  constraint access_grants_granted_once unique (invoice_id, position),
  constraint access_grants_end_after_start check (ends_at >= starts_at)
);

comment on table public.access_grants is 'From when until when a client may use what a package opens. private.has_access asks it.';
comment on column public.access_grants.subscription_id is 'The subscription whose period it follows; null: days that were bought.';
comment on column public.access_grants.suspended_at is 'Since when it rests because of an overdue invoice; null: it does not.';

create index access_grants_client_id_idx on public.access_grants (client_id, ends_at desc);
create index access_grants_coach_id_idx on public.access_grants (coach_id);
create index access_grants_package_id_idx on public.access_grants (package_id);

alter table public.access_grants enable row level security;
grant select (id, client_id, coach_id, package_id, invoice_id, subscription_id, starts_at, ends_at, suspended_at, created_at) on public.access_grants to authenticated;
grant select on public.access_grants to service_role;


create table private.invoice_counters (
  coach_id uuid not null references public.profiles (id) on delete cascade,
  year     smallint not null,
  last     integer not null,

  primary key (coach_id, year)
);

comment on table private.invoice_counters is 'The last number that a coach has given in a year. The row is locked until the invoice is there, so that no number is lost.';

alter table private.invoice_counters enable row level security;


create table public.dunning_steps (
  day      smallint primary key check (day >= 0),
  kind     text not null references public.notification_kinds (kind),
  suspends boolean not null default false
);

comment on table public.dunning_steps is 'What a client is told so many days after an invoice was due, and what suspends access. Each step comes at least three days after the one before it.';

create index dunning_steps_kind_idx on public.dunning_steps (kind);

alter table public.dunning_steps enable row level security;
grant select on public.dunning_steps to authenticated, service_role;


create table private.reminders (
  invoice_id uuid not null references public.invoices (id) on delete cascade,
  day        smallint not null,
  client_id  uuid not null references public.clients (id) on delete cascade,
  sent_at    timestamptz not null default now(),

  primary key (invoice_id, day)
);

comment on table private.reminders is 'Which steps of dunning_steps an invoice has had.';

create index reminders_client_id_idx on private.reminders (client_id);

alter table private.reminders enable row level security;

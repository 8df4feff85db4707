-- ai: what asking a model has cost.

create table public.ai_usage (
  client_id     uuid not null references public.clients (id) on delete cascade,
  day           date not null,
  calls         integer not null default 0 check (calls >= 0),
  input_tokens  bigint not null default 0 check (input_tokens >= 0),
  output_tokens bigint not null default 0 check (output_tokens >= 0),

  primary key (client_id, day)
);

comment on table public.ai_usage is
  'Calls to a model and their tokens, by client and day. A day without a row had no calls. A call counts even if its answer was unusable.';
comment on column public.ai_usage.day is 'The UTC day on which the result was stored, by the clock of the database. The client''s time zone does not change it.';
comment on column public.ai_usage.calls is 'Requests that a model accepted. Requests it refused (a limit, an outage) cost nothing and do not count.';

alter table public.ai_usage enable row level security;
grant select on public.ai_usage to authenticated, service_role;


create table private.ai_account_usage (
  account_id uuid not null references public.profiles (id) on delete cascade,
  day        date not null,
  calls      integer not null default 0 check (calls >= 0),

  primary key (account_id, day)
);

comment on table private.ai_account_usage is
  'Calls to a model by paying account and UTC day. Kept when a client is erased, so that a new client opens no new budget; deleted after a month.';
comment on column private.ai_account_usage.account_id is 'The client''s coach, or the client''s own account without a coach.';

alter table private.ai_account_usage enable row level security;


create table private.ai_account_limits (
  account_id  uuid primary key references public.profiles (id) on delete cascade,
  calls_a_day integer not null check (calls_a_day >= 0)
);

comment on table private.ai_account_limits is 'How many calls to a model an account may cost a UTC day, where that is less than the functions allow everybody. Other domains write it.';

alter table private.ai_account_limits enable row level security;

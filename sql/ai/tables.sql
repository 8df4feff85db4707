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
  'Calls to a model and their tokens, by client and day. A day without a row had no calls. Counted whether or not the answer was of any use.';
comment on column public.ai_usage.day is 'The client''s calendar day on which the result was handed in.';
comment on column public.ai_usage.calls is 'Requests that a model took on; those it turned away (a limit, an outage) cost nothing and are not among them.';

alter table public.ai_usage enable row level security;
revoke all on public.ai_usage from public, anon, authenticated, service_role;
grant select on public.ai_usage to authenticated, service_role;

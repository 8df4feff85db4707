-- Tables, functions and a bucket for the tests of the gateway.

create table public.things (
  id         int generated always as identity primary key,
  owner      uuid not null default auth.uid(),
  name       text not null check (name <> ''),
  amount     numeric(10, 2) not null default 10.50,
  details    jsonb not null default '{}',
  tags       text[] not null default '{}',
  secret     text,
  created_at timestamptz not null default now(),
  unique (owner, name)
);
alter table public.things enable row level security;
grant select, insert (name, amount, details, tags), update (name), delete on public.things to authenticated;
grant all on public.things to service_role;
create policy "Owners read their things" on public.things for select to authenticated using (owner = (select auth.uid()));
create policy "Owners add things" on public.things for insert to authenticated with check (owner = (select auth.uid()));
create policy "Owners rename their things" on public.things for update to authenticated
  using (owner = (select auth.uid())) with check (owner = (select auth.uid()));

create function public.echo(value jsonb default null, words text[] default null, moment timestamptz default null)
returns jsonb language sql stable set search_path = '' as $$
  select jsonb_build_object('type', jsonb_typeof(value), 'value', value, 'words', words, 'moment', moment)
$$;

create function public.fail(code text) returns void language plpgsql stable set search_path = '' as $$
begin
  raise exception using errcode = code, message = 'no', detail = 'why', hint = 'instead';
end
$$;

create function public.now_there() returns timestamptz language sql stable set search_path = '' as $$
  select timestamptz '2026-11-20 09:14:14.1+00'
$$;

create function public.on_day(day date, at time default null) returns date language sql stable set search_path = '' as $$ select day $$;

create function public.setting(name text) returns text language sql stable set search_path = '' as $$
  select current_setting(name)
$$;

create function public.wait(seconds numeric) returns void language sql volatile set search_path = '' as $$
  select pg_catalog.pg_sleep(seconds)
$$;

create table public.visits (
  id      int generated always as identity primary key,
  page    text not null,
  headers jsonb default current_setting('request.headers', true)::jsonb,
  method  text default current_setting('request.method', true),
  path    text default current_setting('request.path', true)
);
grant all on public.visits to service_role;

create schema worker;
grant usage on schema worker to service_role;
create function worker.whoami() returns text language sql stable set search_path = '' as $$ select current_user::text $$;

insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values ('media', 'media', false, 1000, '{image/png}');
create policy "Owners add files" on storage.objects for insert to authenticated
  with check (bucket_id = 'media' and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy "Owners read files" on storage.objects for select to authenticated
  using (bucket_id = 'media' and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy "Owners replace files" on storage.objects for update to authenticated
  using (bucket_id = 'media' and (storage.foldername(name))[1] = (select auth.uid())::text);

-- people: how much one person may have and do. Idempotent, because it is applied again whenever it changes.

insert into private.settings (name, value) values ('clients_per_coach', 500), ('members_per_team', 100) on conflict (name) do nothing;

-- How many requests that may write one person may send within a minute, unless private.rates says otherwise of them.
insert into private.settings (name, value) values ('requests_per_minute', 100) on conflict (name) do nothing;

-- The hook of PostgREST. A hosted project lets its owner set it: https://supabase.com/docs/guides/api/securing-your-api
alter role authenticator set pgrst.db_pre_request = 'private.before_request';
notify pgrst, 'reload config';

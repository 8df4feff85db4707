-- supabase_vault for development: secrets are stored encrypted and read through a view.
-- The original keeps its root key outside the database. Here the key is in a table that is granted to nobody, so this
-- only protects a dump of vault.secrets.

create table vault._root_key (
  only_row boolean primary key default true check (only_row),
  key      bytea not null
);

comment on table vault._root_key is 'The key of this database, made when the extension is created. Granted to nobody, left out of dumps.';

revoke all on vault._root_key from public;
insert into vault._root_key (key) values (@extschema:pgcrypto@.gen_random_bytes(32));


-- Cipher: AES-256 in CBC mode, then HMAC-SHA-256 over associated data, nonce and ciphertext

create function vault._crypto_aead_det_noncegen()
returns bytea
language sql
volatile
set search_path = ''
as $$
  select @extschema:pgcrypto@.gen_random_bytes(16)
$$;

comment on function vault._crypto_aead_det_noncegen() is 'A fresh nonce.';

create function vault._derived_key(purpose text, key_id bigint, context bytea)
returns bytea
language plpgsql -- keeps its plan, unlike sql: a secret is read for every log
stable
security definer -- reads the root key
set search_path = ''
as $$
begin
  return (
    select @extschema:pgcrypto@.hmac(convert_to(purpose || ':' || key_id || ':', 'UTF8') || context, key, 'sha256')
    from vault._root_key
  );
end
$$;

comment on function vault._derived_key(text, bigint, bytea) is 'The key for one purpose, derived from the root key.';

create function vault._tag(ciphertext bytea, additional bytea, key_id bigint, context bytea, nonce bytea)
returns bytea
language plpgsql -- keeps its plan, unlike sql
stable
security definer -- reads the root key
set search_path = ''
as $$
begin
  return @extschema:pgcrypto@.hmac(
    int4send(length(coalesce(additional, ''))) || coalesce(additional, '') || int4send(length(nonce)) || nonce || ciphertext,
    vault._derived_key('authenticate', key_id, context),
    'sha256');
end
$$;

comment on function vault._tag(bytea, bytea, bigint, bytea, bytea) is 'Proof that a ciphertext belongs to its associated data and nonce.';

create function vault._crypto_aead_det_encrypt(
  message bytea,
  additional bytea,
  key_id bigint,
  context bytea default 'pgsodium',
  nonce bytea default null
)
returns bytea
language sql
stable
security definer -- reads the root key
set search_path = ''
as $$
  select vault._tag(sealed.body, additional, key_id, context, sealed.iv) || sealed.body
  from (
    select iv, @extschema:pgcrypto@.encrypt_iv(message, vault._derived_key('encrypt', key_id, context), iv, 'aes-cbc/pad:pkcs') as body
    from (select coalesce(nonce, decode(repeat('00', 16), 'hex')) as iv) as start
  ) as sealed
$$;

comment on function vault._crypto_aead_det_encrypt(bytea, bytea, bigint, bytea, bytea) is 'Encrypts a message and binds it to associated data.';

create function vault._crypto_aead_det_decrypt(
  message bytea,
  additional bytea,
  key_id bigint,
  context bytea default 'pgsodium',
  nonce bytea default null
)
returns bytea
language plpgsql
stable
security definer -- reads the root key
set search_path = ''
as $$
declare
  iv bytea := coalesce(nonce, decode(repeat('00', 16), 'hex'));
  body bytea := substr(message, 33);
begin
  if substr(message, 1, 32) is distinct from vault._tag(body, additional, key_id, context, iv) then
    raise exception 'pgsodium_crypto_aead_det_decrypt_by_id: invalid ciphertext';
  end if;
  return @extschema:pgcrypto@.decrypt_iv(body, vault._derived_key('encrypt', key_id, context), iv, 'aes-cbc/pad:pkcs');
end
$$;

comment on function vault._crypto_aead_det_decrypt(bytea, bytea, bigint, bytea, bytea) is 'Checks and decrypts; raises when anything was changed.';


-- Secrets

create table vault.secrets (
  id          uuid primary key default gen_random_uuid(),
  name        text,
  description text not null default '',
  secret      text not null,
  key_id      uuid,
  nonce       bytea default vault._crypto_aead_det_noncegen(),
  created_at  timestamptz not null default current_timestamp,
  updated_at  timestamptz not null default current_timestamp
);

comment on table vault.secrets is 'Secrets, encrypted. Write with vault.create_secret, read through vault.decrypted_secrets.';
comment on column vault.secrets.secret is 'Base64 ciphertext.';
comment on column vault.secrets.key_id is 'Unused, kept for compatibility.';

create unique index secrets_name_idx on vault.secrets (name) where name is not null;

create view vault.decrypted_secrets as
select
  s.id,
  s.name,
  s.description,
  s.secret,
  convert_from(vault._crypto_aead_det_decrypt(
    message := decode(s.secret, 'base64'),
    additional := convert_to(s.id::text, 'UTF8'),
    key_id := 0,
    nonce := s.nonce
  ), 'UTF8') as decrypted_secret,
  s.key_id,
  s.nonce,
  s.created_at,
  s.updated_at
from vault.secrets as s;

comment on view vault.decrypted_secrets is 'Secrets in clear text. Readable only with SELECT here and EXECUTE on the decryption function.';

create function vault.create_secret(
  new_secret text,
  new_name text default null,
  new_description text default '',
  new_key_id uuid default null
)
returns uuid
language plpgsql
security definer -- callers cannot write vault.secrets themselves
set search_path = ''
as $$
declare
  secret_id uuid := gen_random_uuid();
  secret_nonce bytea := vault._crypto_aead_det_noncegen();
begin
  insert into vault.secrets (id, name, description, nonce, secret)
  values (secret_id, new_name, new_description, secret_nonce, encode(vault._crypto_aead_det_encrypt(
    message := convert_to(new_secret, 'UTF8'),
    additional := convert_to(secret_id::text, 'UTF8'),
    key_id := 0,
    nonce := secret_nonce
  ), 'base64'));
  return secret_id;
end
$$;

comment on function vault.create_secret(text, text, text, uuid) is 'Stores a secret and returns its id. A name is optional and unique.';

create function vault.update_secret(
  secret_id uuid,
  new_secret text default null,
  new_name text default null,
  new_description text default null,
  new_key_id uuid default null
)
returns void
language sql
security definer -- callers cannot write vault.secrets themselves
set search_path = ''
as $$
  update vault.secrets as s
  set
    secret = case when new_secret is null then s.secret else encode(vault._crypto_aead_det_encrypt(
      message := convert_to(new_secret, 'UTF8'),
      additional := convert_to(s.id::text, 'UTF8'),
      key_id := 0,
      nonce := s.nonce
    ), 'base64') end,
    name = coalesce(new_name, s.name),
    description = coalesce(new_description, s.description),
    updated_at = now()
  where s.id = secret_id
$$;

comment on function vault.update_secret(uuid, text, text, text, uuid) is 'Changes what is given and keeps the rest.';


-- Privileges, as a hosted project sets them right after creating the extension

revoke execute on all functions in schema vault from public;

do $$
declare
  grantee text;
  grant_option text;
begin
  for grantee, grant_option in
    select rolname, case rolname when 'postgres' then ' with grant option' else '' end
    from pg_catalog.pg_roles where rolname in ('postgres', 'service_role')
  loop
    execute format('grant usage on schema vault to %I%s', grantee, grant_option);
    execute format('grant select, delete on vault.secrets, vault.decrypted_secrets to %I%s', grantee, grant_option);
    execute format(
      'grant execute on function vault.create_secret, vault.update_secret, vault._crypto_aead_det_decrypt to %I%s',
      grantee, grant_option);
  end loop;
end
$$;

select pg_catalog.pg_extension_config_dump('vault.secrets', '');

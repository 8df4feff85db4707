-- What a catalog says, one query per topic; each gives lines of text that can be compared. Read by catalog.py.

-- grants: schema grants
select format('schema %s: %s %s%s', n.nspname, a.grantee::regrole, a.privilege_type,
              case when a.is_grantable then ' (grantable)' else '' end)
from pg_namespace n, aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
where n.nspname in ('public', 'private', 'worker');

-- grants: table grants
select format('%s.%s: %s %s%s', n.nspname, c.relname, a.grantee::regrole, a.privilege_type,
              case when a.is_grantable then ' (grantable)' else '' end)
from pg_class c join pg_namespace n on n.oid = c.relnamespace,
     aclexplode(coalesce(c.relacl, acldefault(case c.relkind when 'S' then 's' else 'r' end::"char", c.relowner))) a
where n.nspname in ('public', 'private', 'worker', 'storage', 'auth', 'pgmq') and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S');

-- grants: column grants
select format('%s.%s.%s: %s %s%s', n.nspname, c.relname, t.attname, a.grantee::regrole, a.privilege_type,
              case when a.is_grantable then ' (grantable)' else '' end)
from pg_attribute t join pg_class c on c.oid = t.attrelid join pg_namespace n on n.oid = c.relnamespace,
     aclexplode(t.attacl) a
where n.nspname in ('public', 'private', 'worker', 'storage', 'auth', 'pgmq') and not t.attisdropped;

-- grants: function grants
select format('%s: %s %s%s', p.oid::regprocedure, a.grantee::regrole, a.privilege_type,
                      case when a.is_grantable then ' (grantable)' else '' end)
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace,
             aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
        where n.nspname in ('public', 'private', 'worker', 'storage', 'auth', 'pgmq') and 
not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e');

-- grants: type grants
select format('%s: %s %s', t.oid::regtype, a.grantee::regrole, a.privilege_type)
from pg_type t join pg_namespace n on n.oid = t.typnamespace,
     aclexplode(coalesce(t.typacl, acldefault('T', t.typowner))) a
where n.nspname in ('public', 'private', 'worker') and t.typtype in ('e', 'd', 'r', 'c') and t.typrelid = 0;

-- grants: default privileges
select format('default %s for %s in %s: %s %s', d.defaclobjtype, d.defaclrole::regrole,
              coalesce(n.nspname, '(any)'), a.grantee::regrole, a.privilege_type)
from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace, aclexplode(d.defaclacl) a
where d.defaclnamespace = 0 or a.grantee <> d.defaclrole; -- in a schema: what goes beyond the owner's own

-- shapes: schemas
select nspname from pg_namespace where nspname in ('public', 'private', 'worker');

-- shapes: extensions
select format('%s in %s', e.extname, n.nspname)
from pg_extension e join pg_namespace n on n.oid = e.extnamespace;

-- shapes: relations
select format('%s %s.%s rls=%s forced=%s options=%s', c.relkind, n.nspname, c.relname,
              c.relrowsecurity, c.relforcerowsecurity,
              (select string_agg(option, ',' order by option) from unnest(c.reloptions) option))
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('public', 'private', 'worker', 'storage', 'auth', 'pgmq') and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S');

-- shapes: columns
select format('%s.%s.%s %s%s default %s %s%s%s', n.nspname, c.relname, a.attname,
              format_type(a.atttypid, a.atttypmod), case when a.attnotnull then ' not null' end,
              pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated,
              case when a.attcollation <> t.typcollation then ' collate ' || a.attcollation::regcollation end)
from pg_attribute a
join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
join pg_type t on t.oid = a.atttypid
left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where n.nspname in ('public', 'private', 'worker') and c.relkind in ('r', 'p', 'v', 'm', 'c') and a.attnum > 0 and not a.attisdropped;

-- shapes: constraints
select format('%s on %s: %s', k.conname, coalesce(k.conrelid::regclass::text, k.contypid::regtype::text),
              pg_get_constraintdef(k.oid))
from pg_constraint k join pg_namespace n on n.oid = k.connamespace where n.nspname in ('public', 'private', 'worker');

-- shapes: indexes
select indexdef from pg_indexes where schemaname in ('public', 'private', 'worker');

-- shapes: types
select format('%s %s: %s', t.typtype, t.oid::regtype,
              coalesce((select string_agg(enumlabel, ',' order by enumsortorder)
                        from pg_enum where enumtypid = t.oid), format_type(t.typbasetype, t.typtypmod)))
from pg_type t join pg_namespace n on n.oid = t.typnamespace
where n.nspname in ('public', 'private', 'worker') and t.typtype in ('e', 'd');

-- shapes: views
select format('%I.%I: %s', schemaname, viewname, definition) from pg_views where schemaname in ('public', 'private', 'worker');

-- shapes: functions
select pg_get_functiondef(p.oid)
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname in ('public', 'private', 'worker') and p.prokind in ('f', 'p') and 
not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e');

-- shapes: triggers
select format('%s enabled=%s', pg_get_triggerdef(g.oid), g.tgenabled)
from pg_trigger g join pg_class c on c.oid = g.tgrelid join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('public', 'private', 'worker', 'storage', 'auth', 'pgmq') and not g.tgisinternal;

-- shapes: policies
select format('%I on %I.%I %s %s to %s using (%s) with check (%s)', policyname, schemaname, tablename,
              permissive, cmd, roles, qual, with_check)
from pg_policies where schemaname in ('public', 'private', 'worker', 'storage', 'realtime', 'auth', 'pgmq');

-- shapes: comments
select format('%s %s: %s', i.type, i.identity, d.description)
from pg_description d, pg_identify_object(d.classoid, d.objoid, d.objsubid) i
where i.schema in ('public', 'private', 'worker') or (i.type = 'schema' and i.identity in ('public', 'private', 'worker')) or i.type in ('policy', 'trigger');

# Sourced by the scripts in dev/: a separate PostgreSQL cluster that is deleted afterwards.

cluster=''

# Installs Debian's packages if run as root; otherwise prints the command to type.
install() { # PACKAGES...
  command -v apt-get >/dev/null ||
    die "Missing: $*. Install them, or name your Chromium in BALCAO_CHROMIUM; 'dev/test rules' needs neither."
  ((EUID == 0)) ||
    die "Missing: $*. Type: sudo apt-get update && sudo apt-get install --yes --no-install-recommends $*"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update --quiet=2
  apt-get install --quiet=2 --yes --no-install-recommends "$@" </dev/null
}

# The folder of the newest PostgreSQL server, which Debian does not put on the PATH.
postgres_programs() {
  local initdb
  initdb=$(printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort --version-sort | tail -n 1)
  [[ -x $initdb ]] || initdb=$(command -v initdb) || return 0
  dirname "$(readlink -f "$initdb")"
}

# Durable as in production: fsync and synchronous_commit stay on unless the caller says otherwise. The owner creates databases and
# migrates; the application's role owns nothing, so row-level security applies to it.
start_postgres() { # [MORE LINES OF ITS CONFIGURATION]
  local programs as_server=() owner_password app_password port attempt
  programs=$(postgres_programs)
  cluster=$(mktemp -d "${TMPDIR:-/tmp}/balcao-postgres.XXXXXX")
  if ((EUID == 0)); then # the server refuses to run as root
    chown postgres: "$cluster"
    as_server=(runuser -u postgres --)
  fi
  owner_password=$(random_hex) app_password=$(random_hex)

  in_cluster "${as_server[@]}" "$programs/initdb" --pgdata=data --username=balcao_test --encoding=UTF8 \
    --locale=C.UTF-8 --auth-local=trust --auth-host=scram-sha-256 >/dev/null
  in_cluster "${as_server[@]}" tee -a data/postgresql.conf >/dev/null <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = '$cluster'
max_connections = 300
shared_buffers = 256MB
timezone = 'UTC'
${1-}
CONF

  # Below the range from which the kernel assigns ports; if the port is taken, another one is tried.
  for attempt in {1..20}; do
    port=$((20000 + RANDOM % 12000))
    if in_cluster "${as_server[@]}" "$programs/pg_ctl" start --pgdata=data --log=log --wait --silent \
      --options="-p $port" >/dev/null 2>&1 </dev/null; then break; fi
    ((attempt < 20)) || { cat "$cluster/log" >&2; die 'PostgreSQL does not start.'; }
  done

  in_cluster "${as_server[@]}" "$programs/psql" --host="$cluster" --port="$port" --username=balcao_test \
    --dbname=postgres --quiet --no-psqlrc --set=ON_ERROR_STOP=1 <<SQL
CREATE ROLE balcao_owner LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS PASSWORD '$owner_password';
CREATE ROLE balcao_app LOGIN NOCREATEDB NOSUPERUSER NOBYPASSRLS PASSWORD '$app_password';
SELECT 'GRANT pg_checkpoint TO balcao_owner' FROM pg_roles WHERE rolname = 'pg_checkpoint' \\gexec
SQL
  local server="Host=127.0.0.1;Port=$port;Database=postgres"
  export BALCAO_TEST_POSTGRES_OWNER="$server;Username=balcao_owner;Password=$owner_password"
  export BALCAO_TEST_POSTGRES_APP="$server;Username=balcao_app;Password=$app_password"
}

in_cluster() { (cd "$cluster" && "$@"); }

random_hex() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }

# Stops the cluster and deletes its data.
stop_postgres() {
  [[ -n $cluster ]] || return 0
  local as_server=()
  ((EUID != 0)) || as_server=(runuser -u postgres --)
  if [[ -s $cluster/data/postmaster.pid ]]; then
    in_cluster "${as_server[@]}" "$(postgres_programs)/pg_ctl" stop --pgdata=data --mode=immediate --wait --silent || true
  fi
  rm -rf "$cluster"
  cluster=''
}

die() {
  echo "$*" >&2
  exit 1
}

#!/bin/sh
# Secrets, function keys and certificates for compose.yaml, below the folder of this script, or the one that is named. Leaves alone
# what is there, so that your own certificates and passwords may stand in their places before; what somebody else may have put
# there it refuses.
#   sudo deploy/prepare.sh lens.example.org
set -eu
umask 077
name=${1:?the name that callers know the collector by}
folder=${2:-$(dirname "$0")}

fail() {
  printf 'prepare.sh: %s\n' "$1" >&2
  exit 1
}
# What is kept belongs to root, to whoever calls, or to the account that it is given to below, and others cannot change it. Keys they
# cannot read either.
caller=${SUDO_UID:-$(id -u)}
refuse() {
  found=$(find "$@" | head -n 1)
  [ -z "$found" ] || fail "$found is a link, belongs to another account or is open to others: look at what it is, and remove it or chown it to root and chmod go-rwx it"
}
foreign="! -user 0 ! -user $caller"

# One that is made here is nobody else's.
[ ! -L "${folder%/}" ] || fail "$folder is a link: name the folder itself"
[ -d "$folder" ] || mkdir -m 700 -p "$folder" || fail "$folder cannot be made"
cd "$folder" && folder=$(pwd -P)
# Whoever may write to it could put other files there while this runs.
# shellcheck disable=SC2086
refuse . -maxdepth 0 '(' $foreign -o -perm /002 ')'
# shellcheck disable=SC2086
for path in config secrets; do [ ! -e "$path" ] || refuse "$path" -maxdepth 0 '(' $foreign ! -user 1654 -o -type l -o -perm /022 ')'; done
for owned in config:1654 secrets/collector:1654 secrets/keys:1654 secrets/sql:10001 secrets/front:101 secrets/ca:0 backup:10001; do
  path=${owned%:*}
  case $path in config) public='*' ;; *) public='*.crt' ;; esac
  # shellcheck disable=SC2086
  [ ! -e "$path" ] || refuse "$path" '(' $foreign ! -user "${owned#*:}" ')' -o -type l -o -perm /022 -o -type f ! -name "$public" -perm /044
  # A run that was ended left it.
  [ ! -e "$path" ] || find "$path" -name '.new-*' -type f -exec rm {} +
done

mkdir -p backup config secrets/ca secrets/collector secrets/front secrets/keys secrets/sql
# No more than what is there may be read by others: the configuration tells which systems a company has.
chmod 700 secrets config backup

# Whether a file is there, and whole.
there() {
  [ -e "$1" ] || return 1
  [ -s "$1" ] || fail "$folder/$1 is empty: remove it, and it is made anew"
}
# A whole file or none: what comes in is written beside it first.
put() {
  cat > "$(dirname "$1")/.new-${1##*/}"
  mv "$(dirname "$1")/.new-${1##*/}" "$1"
}
secret() { there "$1" || printf '%s' "$2" | put "$1"; }
random() { openssl rand -hex 24; }

secret secrets/collector/audit-key "$(random)"
secret secrets/collector/phone-key "$(random)"
secret secrets/collector/metrics-token "$(random)"
# SQL Server asks for letters of both cases and digits.
secret secrets/sql/sa-password "Aa1-$(random)"
for login in lens_migrate lens_run lens_report; do secret "secrets/sql/$login" "Aa1-$(random)"; done
secret secrets/collector/database \
  "Server=sql,1433;Database=emm_lens;User Id=lens_run;Password=$(cat secrets/sql/lens_run)"
# No secret: whoever calls compose reads it.
if [ ! -e collector.env ]; then
  printf '# Settings of docs/configure.md for all collectors, NAME=value, as they are without quotes.\n' | put collector.env
  chown "$caller" collector.env
fi
key() { printf '{"name":"%s","value":"%s","encrypted":false}' "$1" "$(random)"; }
secret secrets/keys/host.json "{\"masterKey\":$(key master),\"functionKeys\":[$(key default)],\"systemKeys\":[]}"

# Its log may say what is wrong, and never a key.
quietly() { "$@" 2> secrets/ca/log || fail "$1 $2 failed: $folder/secrets/ca/log says why"; }
# An authority of this host alone, where your company's has issued nothing. RSA, which each SQL Server speaks.
if ! there config/ca.pem; then
  quietly openssl req -x509 -newkey rsa:3072 -nodes -days 3650 -subj '/CN=EMM Lens on this host' \
    -addext 'basicConstraints=critical,CA:true,pathlen:0' -addext 'keyUsage=critical,keyCertSign,cRLSign' \
    -keyout secrets/ca/.new-ca.key -out config/.new-ca.pem
  mv secrets/ca/.new-ca.key secrets/ca/ca.key
  mv config/.new-ca.pem config/ca.pem
fi
certificate() {
  if there "secrets/$1/tls.crt"; then
    there "secrets/$1/tls.key" || fail "$folder/secrets/$1/tls.crt is there without its tls.key: put that beside it, or remove both"
    return 0
  fi
  [ ! -e "secrets/$1/tls.key" ] || fail "$folder/secrets/$1/tls.key is there without its tls.crt: put that beside it, or remove it"
  there secrets/ca/ca.key || fail "$folder/secrets/ca/ca.key is not there, which issues secrets/$1/tls.crt: put it back, or put a tls.crt and tls.key of your own into secrets/$1"
  quietly openssl req -new -newkey rsa:3072 -nodes -subj "/CN=$2" -keyout "secrets/$1/.new-tls.key" -out secrets/ca/request
  printf 'subjectAltName=DNS:%s\nextendedKeyUsage=serverAuth\nbasicConstraints=critical,CA:false\n' "$2" > secrets/ca/extensions
  quietly openssl x509 -req -in secrets/ca/request -CA config/ca.pem -CAkey secrets/ca/ca.key -CAcreateserial -days 397 \
    -extfile secrets/ca/extensions -out "secrets/$1/.new-tls.crt"
  mv "secrets/$1/.new-tls.key" "secrets/$1/tls.key"
  mv "secrets/$1/.new-tls.crt" "secrets/$1/tls.crt"
}
certificate front "$name"
certificate sql sql

# The accounts of the images: the collector's, that of SQL Server, that of nginx.
chown -R 1654:1654 config secrets/collector secrets/keys
chown -R 10001:0 secrets/sql backup
chown -R 101:101 secrets/front
# Each has its own folder mounted, not this one.
chmod 711 secrets

# Where the key is, and not the key.
cat <<END
What is needed is in $folder. Next: the sources into config/sources.json, their secrets into secrets/collector (docs/deploy.md), and for
compose.yaml .env with ACCEPT_EULA and MSSQL_PID. The function key that callers and the pages are asked for is in
$folder/secrets/keys/host.json, under functionKeys; deploy/key.sh makes one with a role for each consumer.
END

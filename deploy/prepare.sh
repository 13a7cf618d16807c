#!/bin/sh
# Secrets, function keys and certificates for compose.yaml, below the folder of this script. Leaves alone what is there, so that
# your own certificates and passwords may stand in their places before.
#   sudo deploy/prepare.sh lens.example.org
set -eu
umask 077
name=${1:?the name that callers know the collector by}
cd "${2:-$(dirname "$0")}"

mkdir -p config secrets/ca secrets/collector secrets/front secrets/keys secrets/sql
# No more than what is there may be read by others: the configuration tells which systems a company has.
chmod 700 secrets config

secret() { [ -e "$1" ] || printf '%s' "$2" > "$1"; }
random() { openssl rand -hex 24; }

secret secrets/collector/audit-key "$(random)"
secret secrets/collector/phone-key "$(random)"
secret secrets/collector/metrics-token "$(random)"
# SQL Server asks for letters of both cases and digits.
secret secrets/sql/sa-password "Aa1-$(random)"
for login in lens_migrate lens_run lens_report; do secret "secrets/sql/$login" "Aa1-$(random)"; done
secret secrets/collector/database \
  "Server=sql,1433;Database=emm_lens;User Id=lens_run;Password=$(cat secrets/sql/lens_run)"
key() { printf '{"name":"%s","value":"%s","encrypted":false}' "$1" "$(random)"; }
secret secrets/keys/host.json "{\"masterKey\":$(key master),\"functionKeys\":[$(key default)],\"systemKeys\":[]}"

# An authority of this host alone, where your company's has issued nothing. RSA, which each SQL Server speaks.
[ -e config/ca.pem ] || openssl req -x509 -newkey rsa:3072 -nodes -days 3650 -subj '/CN=EMM Lens on this host' \
  -addext 'basicConstraints=critical,CA:true,pathlen:0' -addext 'keyUsage=critical,keyCertSign,cRLSign' \
  -keyout secrets/ca/ca.key -out config/ca.pem 2> secrets/ca/log
certificate() {
  [ -e "secrets/$1/tls.crt" ] && return
  openssl req -new -newkey rsa:3072 -nodes -subj "/CN=$2" -keyout "secrets/$1/tls.key" -out secrets/ca/request 2>> secrets/ca/log
  printf 'subjectAltName=DNS:%s\nextendedKeyUsage=serverAuth\nbasicConstraints=critical,CA:false\n' "$2" > secrets/ca/extensions
  openssl x509 -req -in secrets/ca/request -CA config/ca.pem -CAkey secrets/ca/ca.key -CAcreateserial -days 397 \
    -extfile secrets/ca/extensions -out "secrets/$1/tls.crt" 2>> secrets/ca/log
}
certificate front "$name"
certificate sql sql

# The accounts of the images: the collector's, that of SQL Server, that of nginx.
chown -R 1654:1654 config secrets/collector secrets/keys
chown -R 10001:0 secrets/sql
chown -R 101:101 secrets/front
# Each has its own folder mounted, not this one.
chmod 711 secrets

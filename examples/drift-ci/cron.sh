#!/bin/sh
# For a crontab; cron mails what is printed, which is nothing as long as all is as declared:
#
#   MAILTO=telephony@example.com
#   PATH=/usr/local/bin:/usr/bin:/bin
#   17 5 * * *  . ~/telephony.env && ~/telephony/cron.sh
#
# Lies in the project's folder. The file that is read first exports CLOUDNUMBERING_CLIENT_ID, CLOUDNUMBERING_CLIENT_SECRET
# and PULUMI_ACCESS_TOKEN, and nobody else may read it.

cd "$(dirname "$0")" || exit 1
report=$(npx cloudnumbering drift --stack dev --stack live 2>&1) && exit 0
code=$?
printf '%s\n' "$report"
exit "$code"

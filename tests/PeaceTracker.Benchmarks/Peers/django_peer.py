"""
A site as one would write it by hand with Django, to be measured beside ours: the list of statements of the very same store, and single writes.

/list      25 statements, newest first, each with its sources and codings.
/counted   The same with what ours has beside it: how many statements there are in all and with each party, issue, channel, grade, year and flag.
/write     One statement with its citation, its coding and its words in the search, in one transaction that is on disk before it is answered.
"""
import json
import os

import django
from django.conf import settings

settings.configure(
    DEBUG=False,
    SECRET_KEY="a measurement",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["PEER_STORE"], "CONN_MAX_AGE": None, "OPTIONS": {"timeout": 20}}},
    DEBUG_PROPAGATE_EXCEPTIONS=True,
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.db.backends.signals import connection_created  # noqa: E402
from django.db.models import Count, Prefetch  # noqa: E402
from django.db.models.functions import Substr  # noqa: E402
from django.http import HttpResponse, JsonResponse  # noqa: E402
from django.template import Context, Template  # noqa: E402
from django.urls import path  # noqa: E402


def prepare(connection, **_):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("CREATE VIRTUAL TABLE IF NOT EXISTS peer_words USING fts5(summary, quote)")
        cursor.execute("CREATE TABLE IF NOT EXISTS peer_statement (id INTEGER PRIMARY KEY, day TEXT, summary TEXT, quote TEXT, party TEXT)")
        cursor.execute("CREATE INDEX IF NOT EXISTS peer_statement_day ON peer_statement (day)")
        cursor.execute("CREATE TABLE IF NOT EXISTS peer_citation (id INTEGER PRIMARY KEY, statement_id INTEGER, source INTEGER)")
        cursor.execute("CREATE INDEX IF NOT EXISTS peer_citation_source ON peer_citation (source)")
        cursor.execute("CREATE TABLE IF NOT EXISTS peer_coding (id INTEGER PRIMARY KEY, statement_id INTEGER, party TEXT, issue TEXT, step INTEGER)")
        cursor.execute("CREATE INDEX IF NOT EXISTS peer_coding_place ON peer_coding (party, issue)")


connection_created.connect(prepare)


class Kept:
    app_label = "peer"
    managed = False


class Party(models.Model):
    Id = models.AutoField(primary_key=True)
    Slug = models.TextField()
    Name = models.TextField()

    class Meta(Kept):
        db_table = "Parties"


class Issue(models.Model):
    Id = models.AutoField(primary_key=True)
    Slug = models.TextField()
    Title = models.TextField()
    Scale = models.TextField()

    class Meta(Kept):
        db_table = "Issues"


class Publisher(models.Model):
    Id = models.AutoField(primary_key=True)
    Name = models.TextField()

    class Meta(Kept):
        db_table = "Publishers"


class Source(models.Model):
    Number = models.IntegerField(primary_key=True)
    Title = models.TextField()
    Publisher = models.ForeignKey(Publisher, models.CASCADE, db_column="PublisherId")

    class Meta(Kept):
        db_table = "Sources"


class Statement(models.Model):
    Id = models.AutoField(primary_key=True)
    Number = models.IntegerField()
    Status = models.TextField()
    Day = models.TextField()
    MadeOn = models.TextField()
    Channel = models.TextField()
    Information = models.IntegerField()
    Flags = models.TextField()
    Parties = models.TextField()
    Speaker = models.TextField(null=True)
    Office = models.TextField(null=True)
    AttributedTo = models.TextField(null=True)
    Summary = models.TextField()
    Quote = models.TextField(null=True)
    QuoteLanguage = models.TextField(null=True)

    class Meta(Kept):
        db_table = "Statements"


class Citation(models.Model):
    Id = models.AutoField(primary_key=True)
    statement = models.ForeignKey(Statement, models.CASCADE, db_column="StatementId", related_name="citations")
    source = models.ForeignKey(Source, models.CASCADE, db_column="Source")
    Paragraph = models.TextField(null=True)

    class Meta(Kept):
        db_table = "Citation"


class Coding(models.Model):
    Id = models.AutoField(primary_key=True)
    statement = models.ForeignKey(Statement, models.CASCADE, db_column="StatementId", related_name="codings")
    Party = models.TextField()
    Issue = models.TextField()
    StepFrom = models.IntegerField(null=True)
    StepTo = models.IntegerField(null=True)
    State = models.TextField()
    RecordedTo = models.BigIntegerField(null=True)

    class Meta(Kept):
        db_table = "Coding"


FLAGS = json.loads(os.environ.get("PEER_FLAGS", "[]"))

PAGE = Template(
    """<!DOCTYPE html><html lang="en"><head><title>Statements</title></head><body><h1>Statements</h1>
{% if total is not None %}<p>{{ total }} statements</p>{% for facet in facets %}<h2>{{ facet.0 }}</h2><ul>{% for value in facet.1 %}<li><a href="?{{ facet.0 }}={{ value.0 }}">{{ value.1 }}</a> {{ value.2 }}</li>{% endfor %}</ul>{% endfor %}{% endif %}
{% for row in rows %}<article><h2><a href="/statements/{{ row.Number }}">No. {{ row.Number }}</a>, {{ row.MadeOn }}</h2>
<p>{{ row.Summary }}</p>{% if row.Quote %}<blockquote lang="{{ row.QuoteLanguage }}">{{ row.Quote }}</blockquote>{% endif %}
<p>{{ row.Speaker|default:row.AttributedTo }}, {{ row.Office|default:"" }}; {{ row.Channel }}, {{ row.Information }}</p>
<ul>{% for citation in row.citations.all %}<li><a href="/sources/{{ citation.source.Number }}">{{ citation.source.Publisher.Name }}, {{ citation.source.Title }}</a> {{ citation.Paragraph|default:"" }}</li>{% endfor %}</ul>
<ul>{% for coding in row.shown %}<li>{{ coding.party }}, {{ coding.issue }}: {{ coding.step }} ({{ coding.state }})</li>{% endfor %}</ul></article>{% endfor %}
</body></html>"""
)


def page(counted):
    published = Statement.objects.filter(Status="Published")
    parties = {party.Slug: party.Name for party in Party.objects.all()}
    issues = {issue.Slug: issue for issue in Issue.objects.all()}
    rows = list(
        published.order_by("-Day", "-Number")
        .prefetch_related(Prefetch("citations", Citation.objects.select_related("source__Publisher")), Prefetch("codings", Coding.objects.filter(RecordedTo=None)))[:25]
    )
    for row in rows:
        row.shown = []
        for coding in row.codings.all():
            scale = {step["Rank"]: step["Label"] for step in json.loads(issues[coding.Issue].Scale)}
            row.shown.append({"party": parties[coding.Party], "issue": issues[coding.Issue].Title, "step": scale.get(coding.StepFrom, ""), "state": coding.State})
    total, facets = None, []
    if counted:
        total = published.count()
        facets = [
            ("party", [(slug, name, count) for slug, name in parties.items() if (count := published.filter(Parties__contains=f'"{slug}"').count())]),
            ("issue", [
                (group["Issue"], issues[group["Issue"]].Title, group["count"])
                for group in Coding.objects.filter(RecordedTo=None, statement__Status="Published").values("Issue").annotate(count=Count("statement", distinct=True))
            ]),
            ("channel", [(group["Channel"], group["Channel"], group["count"]) for group in published.values("Channel").annotate(count=Count("Id"))]),
            ("grade", [(group["Information"], group["Information"], group["count"]) for group in published.values("Information").annotate(count=Count("Id"))]),
            ("year", [(group["year"], group["year"], group["count"]) for group in published.annotate(year=Substr("Day", 1, 4)).values("year").annotate(count=Count("Id"))]),
            ("flag", [(flag, flag, count) for flag in FLAGS if (count := published.filter(Flags__contains=f'"{flag}"').count())]),
        ]
    return HttpResponse(PAGE.render(Context({"rows": rows, "total": total, "facets": facets})))


def write(request):
    sent = json.loads(request.body)
    problems = [name for name in ("day", "summary", "party", "issue", "step", "source") if not sent.get(name)]
    if not problems and not Party.objects.filter(Slug=sent["party"]).exists():
        problems.append("party")
    if not problems and not Source.objects.filter(Number=sent["source"]).exists():
        problems.append("source")
    issue = None if problems else Issue.objects.filter(Slug=sent["issue"]).first()
    if not problems and (issue is None or not 1 <= sent["step"] <= len(json.loads(issue.Scale))):
        problems.append("issue")
    if problems:
        return JsonResponse({"problems": problems}, status=422)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO peer_statement (day, summary, quote, party) VALUES (%s, %s, %s, %s)", [sent["day"], sent["summary"], sent.get("quote"), sent["party"]])
        number = cursor.lastrowid
        cursor.execute("INSERT INTO peer_citation (statement_id, source) VALUES (%s, %s)", [number, sent["source"]])
        cursor.execute("INSERT INTO peer_coding (statement_id, party, issue, step) VALUES (%s, %s, %s, %s)", [number, sent["party"], sent["issue"], sent["step"]])
        cursor.execute("INSERT INTO peer_words (rowid, summary, quote) VALUES (%s, %s, %s)", [number, sent["summary"], sent.get("quote")])
    return JsonResponse({"number": number}, status=201)


urlpatterns = [
    path("list", lambda request: page(counted=False)),
    path("counted", lambda request: page(counted=True)),
    path("write", write),
]
application = get_wsgi_application()

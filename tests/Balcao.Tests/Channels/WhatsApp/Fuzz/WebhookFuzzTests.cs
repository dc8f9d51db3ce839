using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Balcao.Tests.Channels.WhatsApp.Fuzz;

/// <summary>
/// Posts generated and damaged webhooks with a valid signature: the answer is 200, every well-formed message is stored under
/// its sender and nobody else, and nothing readable is set aside. A longer run: <c>dev/fuzz --minutes 60</c>. A failure prints
/// its seed, and <c>CsCheck_Seed</c> repeats it.
/// </summary>
[TakesLong(35)]
public sealed class WebhookFuzzTests
{
    /// <summary>Each round has a new server and database, so that the rows of an hour do not accumulate.</summary>
    private static TimeSpan Round => TimeSpan.FromSeconds(Longest > TimeSpan.Zero ? 50 : 20);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>No round begins after this time. If the variable is not set, there is one round.</summary>
    private static TimeSpan Longest =>
        int.TryParse(Environment.GetEnvironmentVariable("BALCAO_FUZZ_MINUTES"), CultureInfo.InvariantCulture, out var minutes)
            ? TimeSpan.FromMinutes(minutes) : TimeSpan.Zero;

    [Fact, KnownFailure(15), KnownFailure(16), KnownFailure(23)]
    public async Task Damaged_webhooks_are_answered_200_lose_no_well_formed_message_and_change_no_other_tenant()
    {
        var (posts, rounds, began) = (0L, 0, Stopwatch.GetTimestamp());
        do
        {
            rounds++;
            var world = new FuzzWorld();
            await using var app = world.App;
            await world.EnterAsync();
            await world.Posts.Gen.SampleAsync(world.CheckAsync, time: (int)Round.TotalSeconds, threads: 2);
            await world.CheckInTheEndAsync();
            posts += world.Posted;
        }
        while (Stopwatch.GetElapsedTime(began) < Longest);
        TestContext.Current.SendDiagnosticMessage($"{posts} posts");
        Console.WriteLine($"Webhook fuzz: {rounds} rounds, {posts} posts.");
    }

    /// <summary>The server, and the known results of earlier POSTs.</summary>
    private sealed class FuzzWorld
    {
        private readonly ConcurrentDictionary<(Person, ChannelId), ConversationId> _conversations = new();
        private readonly ConcurrentDictionary<ConversationId, Person> _owners = new();
        private HttpClient? _clara;
        private HttpClient? _renata;
        private string _bystanders = "";
        private long _posted;
        private int _logged;

        public BalcaoApp App { get; } = new();

        public Posts Posts { get; private set; } = null!;

        public long Posted => _posted;

        public async Task EnterAsync()
        {
            await App.InitializeAsync();
            (_clara, _renata) = (App.As(Clara), App.As(Renata));
            List<(string, string)> ours = [];
            for (var i = 0; i < 6; i++) ours.Add(await SaidByUsAsync(Balcao500, Atendimento, i));
            List<string> stolen = [Balcao500.PhoneNumberId, Balcao501.PhoneNumberId, ours[0].Item1, ours[0].Item2];
            for (var i = 0; i < 3; i++)
            {
                var (wamid, id) = await SaidByUsAsync(NumeroDaOutra, GrupoDaOutra, 10 + i);
                stolen.AddRange([wamid, id]);
            }
            _bystanders = await BystandersAsync();
            Posts = new Posts(App.Time.GetUtcNow(), ours, stolen);
        }

        /// <summary>A message of ours that WhatsApp has accepted, as the target of statuses, reactions and quotes.</summary>
        private async Task<(string Wamid, string Id)> SaidByUsAsync(CastNumber number, ChatGroupId group, int i)
        {
            var chat = await App.ChatWaiting(number, group, new Customer($"Antiga {i}", $"55119666600{i:00}"));
            var now = App.Time.GetUtcNow();
            var message = new Message
            {
                TenantId = number.Tenant, Id = MessageId.New(now), ConversationId = chat.Conversation, ChannelId = number.Id, ChatId = chat.Id,
                Direction = MessageDirection.Outbound, Kind = MessageKind.Text, At = now, StoredAt = now, Text = "Nossa resposta", Wamid = $"wamid.OURS.{i}",
            };
            await App.WriteAsync(number.Tenant, db => db.Add(message));
            return (message.Wamid, message.Id.ToString());
        }

        public async Task CheckAsync(Post post)
        {
            await AnswersAsync(post);
            Interlocked.Increment(ref _posted);
            AssertNothingReadableSetAside(post);
            if (post.Wanted.Count > 60) await CheckManyAsync(post.Wanted);
            else foreach (var wanted in post.Wanted) await CheckAsync(wanted);
            Posts.Remember(post);
        }

        private async Task AnswersAsync(Post post)
        {
            for (var attempt = 1; ; attempt++)
            {
                // No answer or 503: the server or the machine is overloaded, and WhatsApp would repeat.
                var status = await PostAsync(post.Body);
                if (status is HttpStatusCode.OK) return;
                Assert.Equal(HttpStatusCode.ServiceUnavailable, status ?? HttpStatusCode.ServiceUnavailable);
                Assert.True(attempt < 5, "503 again and again");
            }
        }

        private async Task<HttpStatusCode?> PostAsync(byte[] body)
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new("application/json");
            content.Headers.Add("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(AppSecret), body)));
            using var client = App.Anyone();
            try
            {
                using var answer = await client.PostAsync("/webhooks/whatsapp", content, Cancel);
                return answer.StatusCode;
            }
            catch (TaskCanceledException) when (!Cancel.IsCancellationRequested)
            {
                return null;
            }
        }

        /// <summary>
        /// Only a message without a sender may be set aside. Each failure is reported once, so that a shrunk case fails
        /// only by its own failure.
        /// </summary>
        private void AssertNothingReadableSetAside(Post? post = null)
        {
            List<LogLine> fresh;
            lock (_conversations)
            {
                fresh = [.. App.Log.Lines.Skip(_logged)];
                _logged += fresh.Count;
            }
            var failure = fresh.FirstOrDefault(line => line.Level >= LogLevel.Error
                && !line.Text.Contains("InvalidDataException", StringComparison.Ordinal)
                && !line.Category.EndsWith(".MediaFetch", StringComparison.Ordinal)); // these files do not exist
            if (failure is not null) Assert.Fail($"{failure.Text}\n{failure.Exception}\n{post}");
        }

        private async Task CheckAsync(Wanted wanted)
        {
            var (tenant, number) = (wanted.Number.Tenant, wanted.Number);
            if (wanted.Effect is Effect.Taken || number.Id == default) return;
            if (number == Balcao501)
            {
                Assert.True(await App.ReadAsync(tenant, db => db.HeldUpdates.AnyAsync(h => h.Wamid == wanted.Wamid)), $"{wanted.Wamid} is held");
                return;
            }
            var (owner, other) = tenant == LojaExemplo ? (_clara!, _renata!) : (_renata!, _clara!);
            var place = await owner.Api.FindMessageAsync(wanted.Wamid, Cancel);
            if (wanted.Text is not null) Assert.Equal(wanted.Text, place.Message.Text ?? "");
            Assert.Equal(number.Id, place.Number.Id);
            Assert.Equal(404, (await other.Api.FindMessageAsync(wanted.Wamid, Cancel).Refused()).Status);
            Assert.Equal(place.ConversationId, _conversations.GetOrAdd((wanted.From, number.Id), place.ConversationId));
            Assert.Equal(wanted.From, _owners.GetOrAdd(place.ConversationId, wanted.From));
        }

        private async Task CheckManyAsync(IReadOnlyList<Wanted> all)
        {
            foreach (var tenant in (TenantId[])[LojaExemplo, OutraEmpresa])
            {
                string[] visible = [.. all.Where(w => w.Number.Tenant == tenant && w.Number != Balcao501 && w.Effect is Effect.Visible).Select(w => w.Wamid)];
                var found = await App.ReadAsync(tenant, db => db.Messages.CountAsync(m => visible.Contains(m.Wamid)));
                Assert.Equal(visible.Length, found);
            }
        }

        /// <summary>Everything that is stored can be read by its tenant, and is in the right tenant.</summary>
        public async Task CheckInTheEndAsync()
        {
            AssertNothingReadableSetAside();
            Assert.Equal(_bystanders, await BystandersAsync());
            Assert.Equal(0, await App.ReadAsync(LojaExemplo, db => db.Messages.CountAsync(m => m.Wamid!.StartsWith("wamid.OUTRA."))));
            Assert.Equal(0, await App.ReadAsync(OutraEmpresa, db => db.Messages.CountAsync(m => m.Wamid!.StartsWith("wamid.LOJA."))));
            var twice = await App.ReadAsync(TenantScope.Everyone, db => db.Set<UsageEntry>().IgnoreQueryFilters([BalcaoDb.TenantFilter])
                .Where(e => e.ChargeType == ChargeType.Receive).GroupBy(e => e.MessageId).CountAsync(lines => lines.Count() > 1));
            Assert.Equal(0, twice);
            foreach (var http in (HttpClient[])[_clara!, _renata!]) await ReadEverythingAsync(http.Api);
            AssertNothingReadableSetAside();
        }

        private static async Task ReadEverythingAsync(BalcaoApi api)
        {
            HashSet<ConversationId> conversations = [];
            string? cursor = null;
            do
            {
                var page = await api.ListChatsAsync(cursor: cursor, limit: 100, ct: Cancel);
                conversations.UnionWith(page.Items.Select(chat => chat.ConversationId));
                cursor = page.Next;
            }
            while (cursor is not null);
            Assert.NotEmpty(conversations);
            foreach (var id in conversations)
            {
                await api.GetConversationAsync(id, Cancel);
                HashSet<MessageId> seen = [];
                do
                {
                    var page = await api.ListMessagesAsync(id, cursor, 100, Cancel);
                    Assert.All(page.Items, message => Assert.True(seen.Add(message.Id), "a message on two pages"));
                    cursor = page.Next;
                }
                while (cursor is not null);
            }
            await api.ListContactsAsync(ct: Cancel);
            await api.SearchAsync("aspas", Cancel);
        }

        /// <summary>
        /// The other tenant's old messages, with everything that a status, reaction, edit or deletion would change.
        /// </summary>
        private Task<string> BystandersAsync() => App.ReadAsync(OutraEmpresa, async db =>
        {
            var messages = await db.Messages.AsNoTracking().Where(m => m.Wamid!.StartsWith("wamid.OURS.")).OrderBy(m => m.Id).ToListAsync();
            var ids = messages.Select(m => m.Id).ToArray();
            var reactions = await db.Set<MessageReaction>().AsNoTracking().CountAsync(r => ids.Contains(r.MessageId));
            return string.Join('\n', messages.Select(m => $"{m.Id} {m.Text} {m.Delivery} {m.FailedAt} {m.Version}")) + $"\n{reactions}";
        });
    }
}

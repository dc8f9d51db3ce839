using System.Diagnostics;
using System.Globalization;
using System.Net;
using Balcao.Contract;
using Balcao.Crash;

namespace Balcao.Attack;

/// <summary>
/// Somebody of the other tenant who only works: an agent reads the list of chats and a thread in turns, a customer writes.
/// Probes begin at fixed instants, whatever became of earlier ones, so that a server which stands still is seen as that.
/// </summary>
internal sealed class Victim
{
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(100);

    /// <summary>No answer within that counts as one that took as long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly World _world;
    private readonly Customer _customer;
    private readonly IReadOnlyList<string> _reads;
    private int _written;

    private Victim(World world, Customer customer, string thread) => (_world, _customer, _reads) = (world, customer, ["api/chats", thread]);

    public static async Task<Victim> MeetAsync(World world, CancellationToken ct)
    {
        var customer = Texts.By(Cast.Numbers[3], 810, 0, "Dona Lúcia");
        var place = await Texts.BeginAsync(world, customer, ct);
        return new Victim(world, customer, ThreadOf(place));
    }

    public static string ThreadOf(MessagePlace place) => $"api/conversations/{place.ConversationId}/messages";

    /// <param name="instead">A path to read instead of the list and the thread; null: those.</param>
    public async Task<(Latency Read, Latency Webhook)> MeasureAsync(TimeSpan time, string? instead, CancellationToken ct)
    {
        IReadOnlyList<string> paths = instead is null ? _reads : [instead];
        List<Task<Probe>> reads = [], posts = [];
        using var tick = new PeriodicTimer(Gap);
        for (var i = 0; i < time / Gap; i++)
        {
            var path = paths[i % paths.Count];
            reads.Add(ProbeAsync(limit => ReadAsync(path, limit), ct));
            posts.Add(ProbeAsync(WriteAsync, ct));
            await tick.WaitForNextTickAsync(ct);
        }
        return (Latency.Of(await Task.WhenAll(reads)), Latency.Of(await Task.WhenAll(posts)));
    }

    private static async Task<Probe> ProbeAsync(Func<CancellationToken, Task<HttpStatusCode?>> call, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        var began = Stopwatch.GetTimestamp();
        try
        {
            var status = await call(limit.Token);
            return new Probe(status is null ? Patience : Stopwatch.GetElapsedTime(began), status);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return new Probe(Patience, null);
        }
    }

    private async Task<HttpStatusCode?> ReadAsync(string path, CancellationToken ct) =>
        await Answers.StatusOf(_world.Tenants[_customer.Number.Tenant].Http.GetAsync(path, ct));

    private Task<HttpStatusCode?> WriteAsync(CancellationToken ct)
    {
        var number = ++_written;
        return _world.PostWebhookAsync(Texts.Post((_customer, string.Create(CultureInfo.InvariantCulture, $"wamid.victim.{number}"), "O pedido já saiu?")), ct);
    }
}

/// <param name="Status">Null: no answer came.</param>
internal sealed record Probe(TimeSpan Took, HttpStatusCode? Status);

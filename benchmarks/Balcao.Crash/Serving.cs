using System.Diagnostics;
using System.Net;
using Balcao.Contract;

namespace Balcao.Crash;

/// <summary>
/// An agent takes and closes one customer's chat again and again; the customer's next message opens another. Each causes a text at
/// its begin, at its end, and mostly one while it waits.
/// </summary>
internal sealed class Serving(World world, Writing customer, int seed)
{
    /// <summary>WhatsApp allows 45 messages to a customer at once, then one every six seconds; a chat causes three.</summary>
    private const int ChatsAtOnce = 12;

    private readonly Random _random = new(seed);

    /// <summary>How many chats were taken and closed.</summary>
    public int Served { get; private set; }

    public async Task RunAsync(CancellationToken stop)
    {
        var (api, since) = (world.Tenants[customer.Customer.Number.Tenant].Api, Stopwatch.GetTimestamp());
        while (!stop.IsCancellationRequested)
        {
            try { await Task.Delay(_random.Next(200, 3000), stop); }
            catch (OperationCanceledException) { return; }
            if (customer.Wamids.Count == 0 || Served >= ChatsAtOnce + (int)(Stopwatch.GetElapsedTime(since).TotalSeconds / 20)) continue;
            var view = await world.CallAsync(async () => await api.GetConversationAsync((await api.FindMessageAsync(customer.Wamids[0])).ConversationId));
            if (view?.Chats.FirstOrDefault(c => c.Status is not ChatStatus.Closed)?.Id is not { } chat) continue;
            await UntilDoneAsync(() => api.TakeChatAsync(chat));
            await UntilDoneAsync(() => api.CloseChatAsync(chat, new CloseChatRequest { ResolveTicket = _random.Next(2) == 0 }));
            Served++;
        }
    }

    /// <summary>A call whose answer was lost may have been done: the next one is then refused.</summary>
    private async Task UntilDoneAsync(Func<Task> call) => await world.UntilAnsweredAsync(async () =>
    {
        try { await call(); }
        catch (ProblemException refused) when (refused.Problem.Status == (int)HttpStatusCode.Conflict) { /* it was done */ }
        return "answered";
    });
}

using System.Diagnostics;
using System.Globalization;
using Balcao.Contract;

namespace Balcao.Crash;

/// <summary>
/// An agent answers one customer, one message after the other. A call without an answer is repeated with the same key.
/// </summary>
internal sealed class Answering(World world, Writing customer, int seed)
{
    /// <summary>
    /// WhatsApp allows 45 messages to a customer at once, then one every six seconds; more would still wait at the end
    /// of the run.
    /// </summary>
    private const int AtOnce = 30;

    private readonly Random _random = new(seed);
    private readonly List<(string Text, MessageId Id)> _said = [];

    public Writing Writing => customer;

    public Customer Customer => customer.Customer;

    public TenantDoor Tenant => world.Tenants[Customer.Number.Tenant];

    public ConversationId Conversation { get; private set; }

    /// <summary>All messages that the server has accepted.</summary>
    public IReadOnlyList<(string Text, MessageId Id)> Said => _said;

    public async Task<ChatId> OpenAsync()
    {
        await customer.WriteOnceAsync();
        var place = await Tenant.Api.FindMessageAsync(customer.Wamids[0]);
        Conversation = place.ConversationId;
        await Tenant.Api.TakeChatAsync(place.Message.ChatId!.Value);
        return place.Message.ChatId.Value;
    }

    public async Task RunAsync(ChatId chat, CancellationToken stop)
    {
        var since = Stopwatch.GetTimestamp();
        while (!stop.IsCancellationRequested)
        {
            if (_said.Count < AtOnce + (int)(Stopwatch.GetElapsedTime(since).TotalSeconds / 8))
            {
                var text = string.Create(CultureInfo.InvariantCulture, $"Resposta {_said.Count} a {Customer.Name}");
                var request = new SendMessageRequest { ClientKey = string.Create(CultureInfo.InvariantCulture, $"{seed}-{_said.Count}"), Text = text };
                _said.Add((text, (await world.UntilAnsweredAsync(() => Tenant.Api.SendMessageAsync(chat, request))).Id));
            }
            try { await Task.Delay(_random.Next(100, 1500), stop); }
            catch (OperationCanceledException) { return; }
        }
    }
}

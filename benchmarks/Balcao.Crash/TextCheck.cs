using System.Diagnostics;
using Balcao.Contract;

namespace Balcao.Crash;

/// <summary>
/// Checks that each cause of an automatic text has exactly one in the thread, and thus had one in the outbox, and that each of them
/// is on the customer's phone at most once.
/// </summary>
internal static class TextCheck
{
    /// <summary>The reception looks at all tenants every few seconds.</summary>
    private static readonly TimeSpan ReceptionRestsWithin = TimeSpan.FromSeconds(30);

    /// <param name="waits">False: texts behind a message of unknown outcome are not waited for.</param>
    /// <returns>How many texts there are, and how many of them have an unknown outcome.</returns>
    public static async Task<(int Said, int Unknown)> RunAsync(World world, IReadOnlyList<Writing> writings, bool waits, Ledger wrong, CancellationToken ct)
    {
        var (began, customers) = (Stopwatch.GetTimestamp(), writings.Where(w => w.Wamids.Count > 0).ToList());
        var talks = await ReadAsync(world, customers, ct);
        while ((talks.Exists(talk => talk.Missing.Any()) && Stopwatch.GetElapsedTime(began) < ReceptionRestsWithin)
            || (talks.Exists(talk => OutboundCheck.UnderWay(talk.Ours, waits).Any()) && Stopwatch.GetElapsedTime(began) < OutboundCheck.Patience))
        {
            await Task.Delay(TimeSpan.FromSeconds(1), ct);
            talks = await ReadAsync(world, customers, ct);
        }
        var phones = await OutboundCheck.PhonesAsync(world, ct);
        foreach (var talk in talks)
        {
            var customer = talk.Customer;
            foreach (var key in talk.Missing) wrong.Lost($"{key} of {customer.Name}");
            foreach (var text in talk.Texts.CountBy(t => t.ClientKey ?? "").Where(t => t.Value > 1)) wrong.Doubled($"{text.Key} of {customer.Name}");
            foreach (var text in talk.Texts.Where(t => !talk.IsExpected(t.ClientKey ?? ""))) wrong.Misfiled($"{text.ClientKey} with {customer.Name}");
            foreach (var text in talk.Texts.Where(t => t.Failure is not null)) wrong.Lost($"{text.ClientKey} failed: {text.Failure!.Code}");
            foreach (var text in OutboundCheck.UnderWay(talk.Ours, waits).Where(t => t.IsAutomatic)) wrong.Lost($"{text.ClientKey} never left: {text.Delivery}");

            // A text that was sent twice has two ids on the phone, and one in the thread.
            string[] names = [.. customer.Phones, .. customer.UserId is { } id ? [id] : (string[])[]];
            var phone = names.SelectMany(name => phones.GetValueOrDefault(name, [])).Where(p => GroupTexts.IsOne(p.Text)).ToList();
            var known = talk.Texts.Select(t => t.Wamid).OfType<string>().ToHashSet();
            foreach (var stray in phone.Where(p => !known.Contains(p.Wamid)))
            {
                if (talk.Texts.Any(t => t.Delivery is DeliveryStatus.Unknown && t.Text == stray.Text)) wrong.Lost($"'{stray.Text}' is on the phone and its outcome unknown");
                else wrong.Doubled($"'{stray.Text}' on the phone of {customer.Name}");
            }
            foreach (var text in talk.Texts.Where(t => t.Delivery >= DeliveryStatus.Sent && phone.TrueForAll(p => p.Wamid != t.Wamid))) wrong.Lost($"{text.ClientKey} is shown as sent");
        }
        return (talks.Sum(talk => talk.Texts.Count), talks.Sum(talk => talk.Texts.Count(t => t.Delivery is DeliveryStatus.Unknown)));
    }

    private static async Task<List<Talk>> ReadAsync(World world, List<Writing> customers, CancellationToken ct)
    {
        var talks = new Talk[customers.Count];
        await Parallel.ForAsync(0, customers.Count, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = ct }, async (i, stop) =>
        {
            var api = world.Tenants[customers[i].Customer.Number.Tenant].Api;
            var conversation = (await api.FindMessageAsync(customers[i].Wamids[0], stop)).ConversationId;
            var chats = (await api.GetConversationAsync(conversation, stop)).Chats;
            talks[i] = new Talk(customers[i].Customer, conversation, chats, (await InboundCheck.ThreadAsync(api, conversation, stop)).FindAll(m => m.Direction is MessageDirection.Outbound));
        });
        return [.. talks];
    }

    /// <param name="Ours">Texts and answers, the oldest first.</param>
    private sealed record Talk(Customer Customer, ConversationId Conversation, IReadOnlyList<ChatItem> Chats, List<MessageItem> Ours)
    {
        public List<MessageItem> Texts { get; } = Ours.FindAll(m => m.IsAutomatic);

        private bool IsClosed => Customer.Number.IsClosed;

        /// <summary>The causes without a text. A chat may be taken before its customer was told anything.</summary>
        public IEnumerable<string> Missing => Causes.Where(key => !Texts.Exists(t => t.ClientKey!.StartsWith(key, StringComparison.Ordinal)));

        private IEnumerable<string> Causes => IsClosed ? [GroupTexts.ClosedKeyOf(Conversation)] : Chats.SelectMany(chat => (string[])
        [
            .. chat.Status is ChatStatus.Waiting ? [GroupTexts.KeyOf(GroupTexts.WaitingCause(Customer.Number.Tenant), chat.Id)] : (string[])[],
            .. chat.StartedAt is not null ? [GroupTexts.KeyOf("start", chat.Id)] : (string[])[],
            .. chat.Status is ChatStatus.Closed ? [GroupTexts.KeyOf("end", chat.Id)] : (string[])[],
        ]);

        public bool IsExpected(string key) =>
            Causes.Any(cause => key.StartsWith(cause, StringComparison.Ordinal)) || Chats.Any(chat => key == GroupTexts.KeyOf(GroupTexts.WaitingCause(Customer.Number.Tenant), chat.Id));
    }
}

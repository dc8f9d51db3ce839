using Balcao.Client.Shell;

namespace Balcao.Client.Tickets;

/// <summary>What the filters of the list, and the changes of many tickets, offer by name.</summary>
public sealed record TicketChoices
{
    public IReadOnlyList<AgentItem> Agents { get; init; } = [];

    public IReadOnlyList<ChatGroupItem> Groups { get; init; } = [];

    public IReadOnlyList<TicketCategoryItem> Categories { get; init; } = [];

    public IReadOnlyList<TicketFieldItem> Fields { get; init; } = [];

    public IReadOnlyList<NumberItem> Numbers { get; init; } = [];

    /// <summary>The list works without these names; the filters offer fewer choices.</summary>
    public static async Task<TicketChoices> ReadAsync(BalcaoApi api)
    {
        try
        {
            var (agents, groups, categories, fields, numbers) =
                (api.ListAgentsAsync(), api.ListChatGroupsAsync(), api.ListTicketCategoriesAsync(), api.ListTicketFieldsAsync(), api.ListNumbersAsync());
            return new TicketChoices
            {
                Agents = (await agents).Items, Groups = (await groups).Items, Categories = (await categories).Items,
                Fields = [.. (await fields).Items.Where(f => f.IsEnabled)], Numbers = (await numbers).Items,
            };
        }
        catch (Exception refused) when (Failure.Is(refused))
        {
            return new TicketChoices();
        }
    }
}

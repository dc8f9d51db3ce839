using System.Text.Json;
using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Tickets;

/// <summary>A filter of the list of tickets under a name. It holds no ticket: each reader gets the tickets that they may see.</summary>
public sealed class SavedView : ITenantOwned, IVersioned
{
    public required TenantId TenantId { get; init; }

    public required SavedViewId Id { get; init; }

    /// <summary>Whose it is; null: shared.</summary>
    public AgentId? OwnerId { get; init; }

    public required string Name { get; set; }

    /// <summary>JSON of <see cref="TicketFilter"/>.</summary>
    public required string Filter { get; set; }

    public int Version { get; set; }

    public static string Stored(TicketFilter filter) => JsonSerializer.Serialize(filter, ContractJson.Default.TicketFilter);

    public SavedViewItem ToItem(SavedViewId? defaultView) =>
        new(Id, Name, JsonSerializer.Deserialize(Filter, ContractJson.Default.TicketFilter)!, OwnerId is null, Id == defaultView) { Version = Version };
}

/// <summary>The view with which an agent's list begins.</summary>
public sealed class DefaultView : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required AgentId AgentId { get; init; }

    public required SavedViewId ViewId { get; set; }
}

/// <summary>A shared view for the audit trail.</summary>
public sealed record AuditedView(string Name, string Filter)
{
    public static AuditedView Of(SavedView view) => new(view.Name, view.Filter);
}

using System.Text.Json;
using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Macros;

/// <summary>A text that agents send often, with variables and files, and what is done with chat and ticket at the same time.</summary>
public sealed class Macro : ITenantOwned, IVersioned
{
    public required TenantId TenantId { get; init; }

    public required MacroId Id { get; init; }

    public required string Name { get; set; }

    /// <summary>Null: all groups of the tenant use it.</summary>
    public ChatGroupId? GroupId { get; set; }

    /// <summary>Null: the macro has only files or actions.</summary>
    public string? Text { get; set; }

    /// <summary>The actions as a JSON array of <see cref="MacroAction"/>.</summary>
    public string Actions { get; private set; } = "[]";

    public int Version { get; set; }

    public IReadOnlyList<MacroAction> ReadActions() => JsonSerializer.Deserialize(Actions, ContractJson.Default.MacroActionArray) ?? [];

    public void WriteActions(IEnumerable<MacroAction> actions) => Actions = JsonSerializer.Serialize([.. actions], ContractJson.Default.MacroActionArray);
}

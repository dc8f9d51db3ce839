using Balcao.Channels.WhatsApp.Inbound;
using Balcao.Chats;
using Mono.Cecil;

namespace Balcao.Tests.Architecture;

/// <summary>The core does not depend on a channel, and the classes that process a channel's updates have no cycle.</summary>
[WithoutDatabase]
public sealed class CoreTests
{
    [Fact]
    public void A_reference_from_the_core_to_a_channel_is_found()
    {
        using var server = Read();
        var core = server.MainModule.GetType(typeof(ReceiveMessage).FullName);
        core.Fields.Add(new FieldDefinition("planted", FieldAttributes.Private | FieldAttributes.Static, server.MainModule.GetType(typeof(InboundLanes).FullName)));

        Assert.Contains(ModuleCheck.Violations(ModuleMap.Balcao, server), violation =>
            violation.StartsWith($"{typeof(ReceiveMessage).FullName}.planted", StringComparison.Ordinal)
            && violation.EndsWith("Chats may not use Channels.WhatsApp.", StringComparison.Ordinal));
    }

    [Fact]
    public void Classes_that_process_updates_have_no_cyclic_dependency()
    {
        using var server = Read();
        var deciders = server.MainModule.Types.Where(type => type.Namespace == typeof(StoreMessage).Namespace && type is { IsAbstract: true, IsSealed: true }).ToList();
        Assert.Contains(deciders, type => type.Name == nameof(StoreMessage));
        var uses = deciders.ToDictionary(type => type.FullName, type => CompiledReferences.Of(type)
            .Select(reference => reference.To.FullName).Where(used => used != type.FullName && deciders.Any(other => other.FullName == used)).ToHashSet());

        Findings.AssertNone(uses.Keys.Where(type => Reachable(type).Contains(type)));

        HashSet<string> Reachable(string start)
        {
            HashSet<string> seen = [];
            Stack<string> open = new([start]);
            while (open.TryPop(out var from))
                foreach (var to in uses[from].Where(seen.Add)) open.Push(to);
            return seen;
        }
    }

    private static AssemblyDefinition Read() => AssemblyDefinition.ReadAssembly(typeof(BalcaoServer).Assembly.Location);
}

using Planted.Channels;

// Every class called Uses... violates the map in ModuleCheckTests once: in that map Channels is above Chats, and only
// Platform may use Mono.Cecil. The other classes do not violate it.
namespace Planted.Chats
{
    sealed class UsesAField
    {
        public required Webhook? Webhook;
    }

    static class UsesASignature
    {
        public static void Accept(List<Webhook[]> webhooks) => ArgumentNullException.ThrowIfNull(webhooks);
    }

    static class UsesABody
    {
        public static string Name() => Webhook.Instance.ToString()!;
    }

    static class UsesALambda
    {
        public static Func<Task<string>> Later() => async () =>
        {
            await Task.Yield();
            return Webhook.Instance.ToString()!;
        };
    }

    static class UsesAGenericArgument
    {
        public static object? Nothing() => Array.Empty<Webhook>();
    }

    static class UsesACatch
    {
        public static bool Tries(Action action)
        {
            try
            {
                action();
                return true;
            }
            catch (ChannelException)
            {
                return false;
            }
        }
    }

    sealed class UsesAnInterface : IChannel;

    static class UsesAConstraint
    {
        public static void Take<T>(T value) where T : IChannel => ArgumentNullException.ThrowIfNull(value);
    }

    [Channel]
    sealed class UsesAnAttribute;

    [System.ComponentModel.TypeConverter(typeof(Webhook))]
    sealed class UsesATypeInAnAttribute;

    static class UsesTheContents
    {
        public static object All => Contents.All;
    }

    static class UsesAWalledAssembly
    {
        public static string Name() => typeof(Mono.Cecil.TypeDefinition).Name;
    }

    sealed class IsInnocent(Platform.Clock clock)
    {
        public DateTimeOffset Now => clock.Now;

        public object Anonymous => new { Now };
    }
}

namespace Planted.Attic
{
    sealed class HasNoFloor;
}

namespace Planted.Platform
{
    sealed class Clock(TimeProvider time)
    {
        public DateTimeOffset Now => time.GetUtcNow();

        public static string Library => typeof(Mono.Cecil.TypeDefinition).Name;
    }
}

namespace Planted
{
    static class Contents
    {
        public static object All => new object[] { Webhook.Instance, new Chats.UsesAField { Webhook = null }, new Platform.Clock(TimeProvider.System) };
    }
}

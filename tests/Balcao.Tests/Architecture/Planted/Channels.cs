namespace Planted.Channels;

sealed class Webhook
{
    public static readonly Webhook Instance = new();

    public static T Echo<T>(T value) => value;
}

[AttributeUsage(AttributeTargets.Class)]
sealed class ChannelAttribute(Type? kind = null) : Attribute
{
    public Type? Kind => kind;
}

sealed class ChannelException : Exception;

interface IChannel;

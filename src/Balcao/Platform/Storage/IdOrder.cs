using Balcao.Contract;

namespace Balcao.Platform.Storage;

/// <summary>Ids compare as their engine sorts them, so that queries can page by them: older ones are smaller.</summary>
public static class IdOrder
{
    extension<TId>(TId) where TId : struct, IId<TId>
    {
        public static bool operator <(TId left, TId right) => left.Value.CompareTo(right.Value) < 0;

        public static bool operator >(TId left, TId right) => left.Value.CompareTo(right.Value) > 0;
    }
}
